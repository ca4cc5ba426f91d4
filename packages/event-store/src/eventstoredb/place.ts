import type { Position, ReadPosition } from '@eventstore/db-client';

/** A place in the log, compared by its commit, then by its prepare: neither alone is enough to resume without loss. */
export type Place = Position;

/** Before the first event. */
export const beginning: Place = { commit: 0n, prepare: 0n };

const largest = 0xffff_ffff_ffff_ffffn;

/** Whether one place lies after another. */
export const isAfter = (one: Place, other: Place): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);

/** Whether a number stands for "none" on the wire, as servers have sent it in checkpoints: 2^64 − 1. */
export const isNowhere = (place: Place): boolean => place.commit >= largest || place.prepare >= largest;

/** The place as a read or subscription takes it. */
export const readFrom = (place: Place): ReadPosition => (place.commit === 0n ? 'start' : place);

const digits = (number: bigint): string => String(number).padStart(20, '0');

/** Positions of one log: `<log id>:<commit, 20 digits>-<prepare, 20 digits>`; 20 digits hold every 64-bit number. */
export const positionOf = (logId: string, { commit, prepare }: Place): string => {
  const inDigits = digits(commit);
  // Outside a transaction, which the server has long given up, both are the same.
  return `${logId}:${inDigits}-${prepare === commit ? inDigits : digits(prepare)}`;
};

/** The place a position stands for. Throws on one of another log and on what is no position. */
export const placeOf = (logId: string, position: string): Place => {
  const [, of, commit, prepare] = /^([^:]+):(\d{20})-(\d{20})$/.exec(position) ?? [];
  if (commit === undefined || prepare === undefined)
    throw new Error(`"${position}" is no position of this log (${logId})`);
  if (of !== logId) throw new Error(`The position ${position} is one of another log than this (${logId})`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};
