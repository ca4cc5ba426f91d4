import type { Instant } from '@commissioning/kernel';
import type { Progress } from '../port';
import type { Kept } from './records';

/** The collection on the server for progress, settings, the lease and the layout. */
export const stateCollection = 'state';

export interface ProgressRecord extends Kept {
  readonly position: string;
  readonly recordedAt: Instant;
  readonly events: number;
}

export interface SettingsRecord extends Kept {
  /** As JSON text: names of settings have dots. */
  readonly settings: string;
}

export const settingsId = 'settings';

export const progressId = (projection: string): string => `progress/${projection}`;

export const progressIn = (record: ProgressRecord | undefined): Progress | undefined =>
  record?.live === true
    ? { position: record.position, recordedAt: record.recordedAt, events: record.events }
    : undefined;

export const progressRecord = (
  projection: string,
  serial: number,
  { position, recordedAt, events }: Progress,
): ProgressRecord => ({
  _id: progressId(projection),
  serial,
  batch: 0,
  live: true,
  position,
  recordedAt,
  events,
});
