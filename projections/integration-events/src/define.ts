import type * as t from 'io-ts';

/** What every public type begins with. */
export const typePrefix = 'uk.police.pcc.commissioning';

/**
 * A public event: a promise to whoever builds on it. Within a version fields are added and never taken away, and none
 * changes its meaning; anything else is a new version beside the old one.
 */
export interface IntegrationEvent<Data extends t.Mixed = t.Mixed> {
  /** `grant-awarded`. */
  readonly name: string;
  readonly version: number;
  /** `uk.police.pcc.commissioning.grant-awarded.v1`. */
  readonly type: string;
  /** What it tells, in one sentence. */
  readonly says: string;
  readonly data: Data;
}

/** Defines the first version of a public event. */
export const integrationEvent = <Data extends t.Mixed>(
  name: string,
  says: string,
  data: Data,
): IntegrationEvent<Data> => ({ name, version: 1, type: `${typePrefix}.${name}.v1`, says, data });
