import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { commitmentsIn, type CommissionState, NamedProvider, Offers } from '@commissioning/domain';
import { type DocumentStoreUnavailable, referenceTo } from '@commissioning/document-store';
import {
  ActorId,
  type DocumentRef,
  DocumentRef as DocumentRefCodec,
  type Instant,
  LocalId,
  struct,
  Text,
} from '@commissioning/kernel';
import { canonical, commitmentTo, type KeyStore } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import type { KeysMissing, SealBroken } from './failure';
import type { KeyDesk } from './key-desk';
import { decryptedBy, encryptedTo } from './layers';
import type { CommandPorts } from './ports';

/** What a bidder hands in. None of it is recorded before the bids are opened. */
export const BidContents = struct(
  { bidder: NamedProvider, offers: Offers },
  { promises: t.readonlyArray(t.type({ id: LocalId, promise: Text })), document: DocumentRefCodec },
  'BidContents',
);
export type BidContents = t.TypeOf<typeof BidContents>;

/** A bid as it is handed in: sealed here, at once, before anything is recorded. */
export const HandedInBid = t.type(
  { bid: LocalId, via: t.keyof({ here: null, email: null, portal: null }), contents: BidContents },
  'HandedInBid',
);
export type HandedInBid = t.TypeOf<typeof HandedInBid>;

/** An opening as it is asked for: who opens together. What the bids hold, the service finds out. */
export const Opening = struct(
  { openers: t.readonlyArray(ActorId) },
  { portalLog: DocumentRefCodec },
  'Opening',
);
export type Opening = t.TypeOf<typeof Opening>;

/** A closing as it is asked for: what the digest is over, the service finds out. */
export const Closing = t.type({}, 'Closing');

const sealedMediaType = 'application/vnd.commissioning.sealed-bid';

/**
 * Where no keys of openers are set, the office has a key for each opportunity, kept with the other keys and apart from
 * log and documents.
 */
const keyName = (reference: string): string => `opportunity:${reference}`;

const encrypt = (key: Uint8Array, text: string, about: string): Buffer => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
};

const decrypt = (key: Uint8Array, sealed: Uint8Array, about: string): string => {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
};

const Inside = t.type({ salt: t.string, contents: BidContents });

/** A sealed bid: what the record gets, and the document that is put away once the bid is taken. */
interface SealedBid {
  readonly command: {
    readonly bid: string;
    readonly via: string;
    readonly sealed: DocumentRef;
    readonly commitment: string;
  };
  readonly document: Uint8Array;
}

/** What seals the bids of a commission, and opens them again. */
interface Seal {
  readonly close: (about: string, text: string) => Promise<Uint8Array>;
  /** Throws when the bytes are not what was sealed, or not under these keys. */
  readonly open: (about: string, sealed: Uint8Array) => Promise<string>;
}

const officeSeal = (key: Uint8Array): Seal => ({
  close: async (about, text) => encrypt(key, text, about),
  open: async (about, sealed) => decrypt(key, sealed, about),
});

/** Which bid it is stands inside, before what it holds: one sealed bid cannot be put in place of another. */
const peopleSeal = (
  { halves }: NonNullable<CommissionState['openingKeys']>,
  identities: ReadonlyArray<ReadonlyArray<string>>,
): Seal => ({
  close: (about, text) =>
    encryptedTo(
      halves.map((half) => half.map(({ recipient }) => recipient)),
      Buffer.from(`${about}\n${text}`),
    ),
  open: async (about, sealed) => {
    const text = Buffer.from(await decryptedBy(identities, sealed)).toString('utf8');
    if (!text.startsWith(`${about}\n`)) throw new Error('It is the document of another bid');
    return text.slice(about.length + 1);
  },
});

/**
 * Seals a bid: its contents and a fresh salt, encrypted to the keys of those who will open it, or to the office's key of
 * the opportunity; the record gets the document's hash and the commitment alone. Nothing is stored yet: of a bid that is
 * refused nothing is kept. The size of the sealed document follows that of the bid.
 */
export const sealBid = async (
  keys: KeyStore,
  reference: string,
  { openingKeys }: CommissionState,
  { bid, via, contents }: HandedInBid,
): Promise<E.Either<SealBroken, SealedBid>> => {
  const key = openingKeys === undefined ? keys.ensureKeyOf(keyName(reference)) : undefined;
  const seal = openingKeys !== undefined ? peopleSeal(openingKeys, []) : key && officeSeal(key);
  if (seal === undefined)
    return E.left({ _tag: 'SealBroken', bid, reason: 'the key of the opportunity was destroyed' });
  const salt = randomBytes(32);
  const text = canonical({ salt: salt.toString('base64url'), contents });
  const document = await seal.close(`${reference}/${bid}`, text);
  const sealed = referenceTo(document, sealedMediaType);
  return E.right({ command: { bid, via, sealed, commitment: commitmentTo(salt, contents) }, document });
};

/** One digest over what bidders committed to, with a fresh salt: it does not tell how many there are. */
export const closingOf = (state: CommissionState) => {
  const salt = randomBytes(32);
  const commitments = commitmentsIn(state);
  return { digest: commitmentTo(salt, commitments), salt: salt.toString('base64url'), commitments };
};

/** Puts a sealed bid's document away, before the record says that the bid was received. */
export const putAway = (ports: Pick<CommandPorts, 'documents'>, document: Uint8Array) =>
  ports.documents.put(document, sealedMediaType);

type Revealed = BidContents & { readonly bid: string; readonly commitmentHolds: boolean };

/** The commission when its bids are opened, and the moment at which they are. */
interface AtOpening {
  readonly state: CommissionState;
  readonly now: Instant;
}

/** The seal with the keys that the openers handed in; the holders of halves of which nobody did. */
const sealOpenedBy = (
  ports: CommandPorts,
  desk: KeyDesk,
  reference: string,
  { state: { openingKeys }, now }: AtOpening,
  openers: ReadonlyArray<string>,
): E.Either<KeysMissing, Seal | undefined> => {
  if (openingKeys === undefined) {
    const key = ports.keys.keyOf(keyName(reference));
    return E.right(key && officeSeal(key));
  }
  const identities = desk.keysOf(reference, openingKeys, openers, now);
  const holders = openingKeys.halves
    .filter((_, half) => identities[half]?.length === 0)
    .map((half) => half.map(({ holder }) => holder));
  return holders.length > 0
    ? E.left({ _tag: 'KeysMissing', holders })
    : E.right(peopleSeal(openingKeys, identities));
};

/**
 * Opens every bid that was not withdrawn. A bid that no longer matches its commitment is opened and marked: the
 * incident is ours, not the bidder's. One that cannot be read at all stops the opening, and nothing is recorded.
 */
export const openSealedBids = async (
  ports: CommandPorts,
  desk: KeyDesk,
  reference: string,
  opening: AtOpening,
  openers: ReadonlyArray<string>,
): Promise<E.Either<DocumentStoreUnavailable | SealBroken | KeysMissing, ReadonlyArray<Revealed>>> => {
  const seal = sealOpenedBy(ports, desk, reference, opening, openers);
  if (E.isLeft(seal)) return seal;
  const revealed: Array<Revealed> = [];
  for (const [bid, { seal: committed, withdrawn }] of opening.state.bids) {
    if (withdrawn || committed === undefined) continue;
    const bytes = await ports.documents.get({ sha256: committed.document })();
    if (E.isLeft(bytes)) {
      if (bytes.left._tag === 'DocumentStoreUnavailable') return E.left(bytes.left);
      return E.left({
        _tag: 'SealBroken',
        bid,
        reason: bytes.left._tag === 'DocumentMissing' ? 'the document is missing' : bytes.left.reason,
      });
    }
    const inside = seal.right && (await readInside(seal.right, bytes.right, `${reference}/${bid}`));
    if (inside === undefined)
      return E.left({ _tag: 'SealBroken', bid, reason: 'the sealed document does not open' });
    const commitmentHolds =
      commitmentTo(Buffer.from(inside.salt, 'base64url'), inside.contents) === committed.commitment;
    revealed.push({ ...inside.contents, bid, commitmentHolds });
  }
  return E.right(revealed);
};

const readInside = async (
  seal: Seal,
  bytes: Uint8Array,
  about: string,
): Promise<t.TypeOf<typeof Inside> | undefined> => {
  try {
    const parsed: unknown = JSON.parse(await seal.open(about, bytes));
    return Inside.is(parsed) ? parsed : undefined;
  } catch {
    // Not the bytes that were sealed, or not under this key: to the caller the same thing.
    return undefined;
  }
};
