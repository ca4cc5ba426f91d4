import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Count, faultInWords, faultsOf, Instant, orNull, Sha256, valueAt } from '@commissioning/kernel';
import { canonical, hmac } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { CopyStopped } from './failure';

const knownVersion = 1;

/** What is not in a backup, said where somebody looks who has nothing but the backup. */
export const notInIt = {
  keys: 'They lie apart, where the operator of this record keeps them; without them nothing opens.',
  readModels: 'They are computed from the log when the office starts.',
} as const;

/** What a backup says of itself. */
const Contents = t.type(
  {
    format: t.literal('commissioning-backup'),
    version: t.literal(knownVersion),
    madeAt: Instant,
    notInIt: t.type({ keys: t.string, readModels: t.string }),
    log: t.type({
      engine: t.literal('sqlite'),
      events: Count,
      streams: Count,
      /** The position of the last event; null of an empty log. */
      head: orNull(t.string),
      lastRecordedAt: orNull(Instant),
      /** SHA-256 over the content hashes of all events in order. */
      digest: Sha256,
    }),
    documents: Count,
    /** Every file beside this one. */
    files: t.readonlyArray(t.type({ path: t.string, bytes: Count, sha256: Sha256 })),
    /** The keys that belong to it and lie apart, each by a hash under the salt key. */
    keys: t.readonlyArray(t.type({ name: t.string, mark: t.string })),
  },
  'Backup',
);
export type Contents = t.TypeOf<typeof Contents>;

const Manifest = t.type({ backup: Contents, seal: Sha256 }, 'Manifest');

/** Its name in a backup. It is written last: a backup without it is none. */
export const manifestFile = 'manifest.json';

const sealOf = (saltKey: Uint8Array, contents: Contents): string =>
  hmac(saltKey, 'backup', canonical(contents)).toString('hex');

const textOf = (manifest: t.TypeOf<typeof Manifest>): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** Writes a manifest, sealed under the salt key: who has the backup and not the keys cannot make another. */
export const writeManifest = (folder: string, backup: Contents, saltKey: Uint8Array): void =>
  writeFileSync(join(folder, manifestFile), textOf({ backup, seal: sealOf(saltKey, backup) }), {
    mode: 0o600,
    flush: true,
  });

const notABackup = (folder: string, reason: string): CopyStopped =>
  new CopyStopped({ _tag: 'NotABackup', folder, reason: `${manifestFile} ${reason}` });

const read = (folder: string): { readonly text: string; readonly json: unknown } => {
  try {
    const text = readFileSync(join(folder, manifestFile), 'utf8');
    return { text, json: JSON.parse(text) };
  } catch (error) {
    throw notABackup(folder, `cannot be read (${(error as Error).message})`);
  }
};

/** The version of a manifest that only a newer release can read. */
const newerThanKnown = (json: unknown): number | undefined => {
  const version = valueAt(json, ['backup', 'version']);
  return typeof version === 'number' && version > knownVersion ? version : undefined;
};

/** Reads a manifest as it was sealed. Throws `CopyStopped` where it is none, was changed, or is of other keys. */
export const readManifest = (folder: string, saltKey: Uint8Array, keys: string): Contents => {
  const { text, json } = read(folder);
  const newer = newerThanKnown(json);
  if (newer !== undefined)
    throw notABackup(
      folder,
      `was written by a newer release (version ${newer}, this one knows ${knownVersion}): use that`,
    );
  const manifest = Manifest.decode(json);
  if (E.isLeft(manifest))
    throw notABackup(folder, `is another: ${faultsOf(manifest.left).map(faultInWords).join('; ')}`);
  const { backup, seal } = manifest.right;
  // As it was written, to the letter: what is said twice, or beside, is nothing that anybody sealed.
  if (sealOf(saltKey, backup) === seal && textOf({ backup, seal }) === text) return backup;
  const finding = `${manifestFile} was changed, or ${join(keys, 'salt.key')} is not the key it was sealed with`;
  throw new CopyStopped({ _tag: 'BackupChanged', folder, findings: [finding] });
};
