import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Actor, ActorId, Role } from '@commissioning/kernel';
import type { FastifyRequest } from 'fastify';

/** The cookie that keeps a browser signed in. */
export const sessionCookie = 'commissioning-session';

const signatureOf = (key: Uint8Array, role: string, id: string): string =>
  createHmac('sha256', key).update(`sign-in\0${role}\0${id}`).digest('base64url');

/**
 * A token that says who its bearer is and in which role, signed with the key of the data folder. Made for one office on
 * one machine: it does not expire, and whoever can read the folder's key can make one.
 */
export const tokenFor = (key: Uint8Array, actor: Pick<Actor, 'id' | 'role'>): string =>
  `${actor.role}.${Buffer.from(actor.id).toString('base64url')}.${signatureOf(key, actor.role, actor.id)}`;

/** Who a token speaks for; undefined when it was not signed with this key. */
export const actorOf = (key: Uint8Array, token: string): Actor | undefined => {
  const [role, encoded, signature, ...more] = token.split('.');
  if (role === undefined || encoded === undefined || signature === undefined || more.length > 0)
    return undefined;
  const id = Buffer.from(encoded, 'base64url').toString('utf8');
  if (!Role.is(role) || !ActorId.is(id)) return undefined;
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(key, role, id))];
  return given.length === right.length && timingSafeEqual(given, right) ? { id, role } : undefined;
};

const cookieOf = (request: FastifyRequest): string | undefined =>
  request.headers.cookie
    ?.split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === sessionCookie)
    ?.slice(1)
    .join('=');

/** The token a request carries: a bearer token, else the cookie of a browser that signed in. */
export const tokenOf = (request: FastifyRequest): string | undefined => {
  const { authorization } = request.headers;
  // The name of a scheme is written in capitals or not (RFC 9110, 11.1).
  return /^bearer /i.test(authorization ?? '') ? authorization?.slice(7).trim() : cookieOf(request);
};

const insiders: ReadonlyArray<Role> = [
  'commissioning-officer',
  'finance',
  'approver',
  'auditor',
  'administrator',
];

/** Whether a role is one of those who work here: no provider, and no member of a panel, who may come from anywhere. */
export const worksHere = ({ role }: Pick<Actor, 'role'>): boolean => insiders.includes(role);

/** Who asks: undefined for somebody who has not signed in, or whose token is not good here. */
export type Identify = (request: FastifyRequest) => Actor | undefined;

/** Identity by signed tokens. */
export const identifyBy =
  (key: Uint8Array): Identify =>
  (request) => {
    const token = tokenOf(request);
    return token === undefined ? undefined : actorOf(key, token);
  };
