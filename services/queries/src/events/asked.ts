import { type Identify, notSignedIn, type Problem, problem } from '@commissioning/http';
import type { Role } from '@commissioning/kernel';
import { type Feed, type FeedFailure, type FeedName, feedNames } from '@services/feeds';
import * as E from 'fp-ts/Either';
import type { FastifyRequest } from 'fastify';
import { barredByRole } from '../answering';
import { malformed, oneOf, type QueryString, single } from '../asking';
import { problemOf } from '../read-model';

export interface EventRoutesOptions {
  readonly feeds: Readonly<Record<FeedName, Feed>>;
  readonly identify: Identify;
  /** Where this system is reached from outside, without a slash at the end. */
  readonly address: () => string;
}

/** Those who read all of a commission's file read what was recorded of it as well. */
const insiders: ReadonlyArray<Role> = ['commissioning-officer', 'approver', 'auditor'];

/** Which feed somebody asks for, from where on, and how much of it at once. */
export interface AskedFeed {
  readonly feed: Feed;
  readonly after: string | undefined;
  readonly limit: number;
}

/** Why a feed could not be read, as the caller sees it. */
export const feedProblem = (failure: FeedFailure): Problem =>
  failure._tag === 'UnknownPlace'
    ? problem(400, 'malformed', 'No event of this feed is known by that.', `after: ${failure.place}`, {
        parameter: 'after',
      })
    : problemOf(failure);

const known = ['feed', 'after', 'limit'];

/** Reads which feed a request asks for: the public one where it does not say. */
export const askedFeed = (
  { feeds, identify }: EventRoutesOptions,
  request: FastifyRequest,
): E.Either<Problem, AskedFeed> => {
  const query = request.query as QueryString;
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined)
    return E.left(malformed(unknown, `one of the parameters ${known.join(', ')}`, unknown));
  const name = oneOf(query, 'feed', feedNames);
  if (E.isLeft(name)) return name;
  if (name.right === 'internal') {
    const actor = identify(request);
    if (actor === undefined) return E.left(notSignedIn);
    if (!insiders.includes(actor.role)) return E.left(barredByRole);
  }
  const after = single(query, 'after');
  if (E.isLeft(after)) return after;
  const limit = single(query, 'limit');
  if (E.isLeft(limit)) return limit;
  const { right: text = '100' } = limit;
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 100)
    return E.left(malformed('limit', 'a whole number from 1 to 100', text));
  return E.right({ feed: feeds[name.right ?? 'public'], after: after.right, limit: Number(text) });
};
