import { randomUUID } from 'node:crypto';
import { CalendarDate, type Instant, londonInstant, momentIn, momentInWords } from '@commissioning/kernel';
import type { Client } from './client';
import { answered, type ExitCode } from './commands';
import { say, sayJson } from './printing';

/** What `momentRead` reads. */
export const momentReadExpected =
  'a time in London like 2027-01-04T08:58, or a moment like 2027-01-04T08:58:00Z: what another clock says';

const inLondon = /^(\d{4}-\d{2}-\d{2})[T ](([01]\d|2[0-3]):[0-5]\d)$/;

/** A time as it is read from a clock on the wall, and typed. */
export const momentRead = (text: string): Instant | undefined => {
  const [, day, time] = inLondon.exec(text) ?? [];
  return day !== undefined && time !== undefined && CalendarDate.is(day)
    ? londonInstant(day, time)
    : momentIn(text);
};

/** Confirms the clock of the record by what another one says. */
export const confirmClock = async (
  client: Client,
  read: Instant,
  reason: string,
  json: boolean,
): Promise<ExitCode> => {
  const { status, body } = await client.ask({
    method: 'POST',
    path: '/v1/clock/confirm-clock',
    body: { read, reason },
    commandId: randomUUID(),
  });
  const failed = answered(status, body, json);
  if (failed !== undefined) return failed;
  if (json) sayJson(body);
  else say(`The clock is confirmed: it is ${momentInWords(read)}. What had to wait goes on.`);
  return 0;
};
