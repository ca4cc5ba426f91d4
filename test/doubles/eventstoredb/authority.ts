import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import * as t from 'io-ts';
import type { Log } from './log';
import { failure } from './messages';
import { Acl, metadataIn, metastreamOf, objectIn, originalOf } from './stream-metadata';

/** A user of the server. Members of `$admins` may do everything. */
export interface User {
  readonly name: string;
  readonly password: string;
  readonly groups?: ReadonlyArray<string>;
}

export type Right = keyof Acl;

/** Says who may do what. */
export interface Authority {
  /** Why a caller may not do this with a stream; undefined where it may. */
  readonly refusal: (caller: Metadata, right: Right, stream: string) => ServiceError | undefined;
}

/** The users a server has from its beginning. */
export const usualUsers: ReadonlyArray<User> = [
  { name: 'admin', password: 'changeit', groups: ['$admins'] },
  { name: 'ops', password: 'changeit', groups: ['$ops'] },
];

/** A server without TLS asks nobody who they are and lets everybody do everything. */
export const noAuthority: Authority = { refusal: () => undefined };

const DefaultAcl = t.partial({ $userStreamAcl: Acl, $systemStreamAcl: Acl });

const everybody = '$all';
const administrators = '$admins';

/**
 * Asks for a name and a password, and goes by the access list of the stream, then by the default in `$settings`, then
 * by the server's own: the server's streams are the administrators', all others everybody's who is known.
 */
export const authorityOver = (log: Log, users: ReadonlyArray<User>): Authority => {
  const known = new Map(users.map((user) => [`${user.name}:${user.password}`, user]));
  const callerOf = (metadata: Metadata): User | undefined => {
    const [, encoded = ''] = /^Basic (.+)$/.exec(String(metadata.get('authorization')[0] ?? '')) ?? [];
    return known.get(Buffer.from(encoded, 'base64').toString('utf8'));
  };
  const rolesFor = (right: Right, stream: string): ReadonlyArray<string> => {
    const isSystem = stream.startsWith('$');
    const settings = objectIn(log.stream('$settings').at(-1));
    const defaults = DefaultAcl.is(settings)
      ? settings[isSystem ? '$systemStreamAcl' : '$userStreamAcl']
      : undefined;
    const own = metadataIn(log.stream(metastreamOf(stream))).$acl;
    const roles = own?.[right] ?? defaults?.[right] ?? (isSystem ? administrators : everybody);
    return typeof roles === 'string' ? [roles] : roles;
  };
  return {
    refusal: (metadata, right, stream) => {
      const caller = callerOf(metadata);
      if (caller === undefined) return failure(status.UNAUTHENTICATED, 'Not authenticated');
      const original = originalOf(stream);
      const roles =
        original === undefined ? rolesFor(right, stream) : rolesFor(right === '$r' ? '$mr' : '$mw', original);
      const mine = [everybody, caller.name, ...(caller.groups ?? [])];
      if (mine.includes(administrators) || roles.some((role) => mine.includes(role))) return undefined;
      return failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
    },
  };
};
