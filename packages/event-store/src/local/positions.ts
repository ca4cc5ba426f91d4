import { randomInt } from 'node:crypto';

/** Positions of a log kept in this process: `<log id>:<sequence, 20 digits>`, the first event's sequence being 1. */
export interface Positions {
  readonly of: (sequence: number) => string;
  /** The sequence a position stands for, at most `last`. Throws on one of another log and on what is no position. */
  readonly sequenceOf: (position: string, last: number) => number;
}

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new log's id: twelve random letters and digits. */
export const freshLogId = (): string =>
  Array.from({ length: 12 }, () => letters.charAt(randomInt(letters.length))).join('');

export const positionsOf = (logId: string): Positions => ({
  of: (sequence) => `${logId}:${String(sequence).padStart(20, '0')}`,
  sequenceOf: (position, last) => {
    const [, of, digits] = /^([^:]+):(\d{20})$/.exec(position) ?? [];
    if (digits === undefined) throw new Error(`"${position}" is no position of this log (${logId})`);
    if (of !== logId) throw new Error(`The position ${position} is one of another log than this (${logId})`);
    // A log restored from an older copy is shorter than its readers remember: what they saw is gone.
    if (Number(digits) > last)
      throw new Error(`The position ${position} lies beyond the end of the log (${last})`);
    return Number(digits);
  },
});
