import { readFileSync } from 'node:fs';
import { assertNever } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type ConnectionOptions, credsAuthenticator, nkeyAuthenticator, type TlsOptions } from 'nats';

/** How a server knows who we are; without any it must let everybody in. Files are read at every connection. */
export type NatsIdentity =
  | { readonly kind: 'user'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  /** A credentials file as `nsc` writes it: a JWT and the seed that signs for it. */
  | { readonly kind: 'credentials'; readonly file: string }
  /** A file that holds the seed of an NKey. */
  | { readonly kind: 'nkey'; readonly file: string };

/** Where servers are and how they are reached. */
export interface NatsAddress {
  /** `nats://host:4222`, `tls://host:4222`; several parted by commas; a user and password or a token before an `@`. */
  readonly url: string;
  /** Goes before what the address says of itself. */
  readonly identity?: NatsIdentity;
  readonly tls?: {
    /** Whom to believe that a server is who it says; those the machine believes when absent. */
    readonly authoritiesFile?: string;
    /** How we say who we are, where servers ask for it. */
    readonly certificateFile?: string;
    readonly keyFile?: string;
  };
}

/** An address that cannot be used. It says what is wrong without saying what it holds, which may be secret. */
export interface NotAnAddress {
  readonly _tag: 'NotAnAddress';
  readonly reason: string;
}

export type Reach = Pick<ConnectionOptions, 'servers' | 'tls' | 'user' | 'pass' | 'token'> & {
  /** Reads the secret files anew. */
  readonly authenticator: () => Pick<ConnectionOptions, 'authenticator'>;
};

const bad = (reason: string): NotAnAddress => ({ _tag: 'NotAnAddress', reason });

const asUrl = (text: string): URL | undefined => {
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `nats://${text}`;
  // The parser knows hosts, ports and users of the protocols of the web alone.
  const parsed = /^(nats|tls):\/\//i.exec(whole);
  const url = parsed === null ? '' : whole.replace(/^[a-z]+:/i, 'http:');
  return URL.canParse(url) ? new URL(url) : undefined;
};

const identityIn = (url: URL | undefined): NatsIdentity | undefined => {
  if (url === undefined || url.username === '') return undefined;
  const user = decodeURIComponent(url.username);
  return url.password === ''
    ? { kind: 'token', token: user }
    : { kind: 'user', user, password: decodeURIComponent(url.password) };
};

const asOptions = (identity: NatsIdentity | undefined): Omit<Reach, 'servers' | 'tls'> => {
  const none = (): Pick<ConnectionOptions, 'authenticator'> => ({});
  switch (identity?.kind) {
    case undefined:
      return { authenticator: none };
    case 'user':
      return { user: identity.user, pass: identity.password, authenticator: none };
    case 'token':
      return { token: identity.token, authenticator: none };
    case 'credentials':
      return { authenticator: () => ({ authenticator: credsAuthenticator(readFileSync(identity.file)) }) };
    case 'nkey':
      return {
        authenticator: () => ({
          authenticator: nkeyAuthenticator(
            new TextEncoder().encode(readFileSync(identity.file, 'utf8').trim()),
          ),
        }),
      };
    default:
      return assertNever(identity);
  }
};

const tlsOptions = (tls: NatsAddress['tls'], asked: boolean): Pick<Reach, 'tls'> => {
  if (tls === undefined && !asked) return {};
  const { authoritiesFile, certificateFile, keyFile } = tls ?? {};
  const options: TlsOptions = {
    ...(authoritiesFile === undefined ? {} : { caFile: authoritiesFile }),
    ...(certificateFile === undefined ? {} : { certFile: certificateFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  return { tls: options };
};

/** Reads an address. */
export const reach = ({ url, identity, tls }: NatsAddress): E.Either<NotAnAddress, Reach> => {
  const texts = url
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const urls = texts.map(asUrl);
  if (urls.length === 0) return E.left(bad('it names no server'));
  if (urls.includes(undefined)) return E.left(bad('a server is named like nats://host:4222'));
  const servers = urls.flatMap((each) => (each === undefined ? [] : [each.host]));
  return E.tryCatch(
    () => ({
      servers,
      ...asOptions(identity ?? urls.map(identityIn).find((found) => found !== undefined)),
      ...tlsOptions(
        tls,
        texts.some((text) => /^tls:/i.test(text)),
      ),
    }),
    () => bad('the user or password in it is not well encoded'),
  );
};
