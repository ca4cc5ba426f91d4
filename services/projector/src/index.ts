import { registry } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import type { Instant } from '@commissioning/kernel';
import {
  type AnyProjection,
  createProjecting,
  projectedElsewhere,
  type Projecting,
  type Watching,
} from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import type { KeyStore } from '@commissioning/record';
import { commissionFile } from '@projections/commission-file';
import { decisionLog } from '@projections/decision-log';
import { duties } from '@projections/duties';
import { funds } from '@projections/funds';
import { integrationEventsModel } from '@projections/integration-events';
import { opportunities } from '@projections/opportunities';
import { performance, publicPerformance } from '@projections/performance';
import { promises } from '@projections/promises';
import { providerRecord } from '@projections/provider-record';
import { publicRegister } from '@projections/public-register';
import { redFlags } from '@projections/red-flags';
import { registers } from '@projections/registers';
import { specifiedInformation } from '@projections/specified-information';

/** Every read model of the system. */
export const projections: ReadonlyArray<AnyProjection> = [
  publicRegister,
  decisionLog,
  opportunities,
  integrationEventsModel,
  specifiedInformation,
  publicPerformance,
  performance,
  promises,
  providerRecord,
  commissionFile,
  funds,
  registers,
  redFlags,
  duties,
];

/** All read models, kept up by a projector in another process. */
export const readModelsOf = (ports: {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly now: () => Instant;
}): Projecting => projectedElsewhere({ ...ports, projections });

/** The projector of all read models over one log and one read store. */
export const projectorOf = (ports: {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly keys: KeyStore;
  readonly now: () => Instant;
  readonly watch?: Watching;
}): Projecting => createProjecting({ ...ports, registry, projections });
