import type { CalendarDate } from '@commissioning/kernel';
import type {
  Change,
  CollectionSpec,
  Progress,
  Query,
  QueryFailure,
  ReadStore,
} from '@commissioning/read-store';
import * as E from 'fp-ts/Either';

/** When each commission, and each body, is to be looked at again though nothing happens in it. */
export const agendaCollection: CollectionSpec = {
  name: 'duty-agenda',
  fields: ['log', 'next'],
  indexes: [['log', 'next']],
  temporal: false,
};

/** A commission, or a body, of which it is known when something next comes about by itself; undefined when nothing will. */
export interface Appointment {
  readonly commission: string;
  readonly next: CalendarDate | undefined;
}

/** The appointment as it is kept, beside those of other logs. */
export const keeping = (log: string, { commission, next }: Appointment, at: Progress): Change => {
  const { position, recordedAt } = at;
  const since = { position, recordedAt, effectiveAt: recordedAt };
  const body = { log, commission, next: next ?? null };
  const versions = [{ body, lineage: {}, since }];
  return { collection: agendaCollection.name, id: `${log}/${commission}`, versions };
};

type Where = NonNullable<Query['where']>;
type Commissions = Promise<E.Either<QueryFailure, ReadonlyArray<string>>>;

const ofLog = (log: string): Where => [{ field: 'log', is: log }];
const by = (log: string, day: string): Where => [...ofLog(log), { field: 'next', to: day }];

const commissionsWhere = async (reads: ReadStore, where: Where): Commissions => {
  const found: Array<string> = [];
  let cursor: string | undefined;
  do {
    const query = { where, sort: [{ field: 'next' }], limit: 1_000 };
    const page = await reads.find(
      agendaCollection.name,
      cursor === undefined ? query : { ...query, cursor },
    )();
    if (E.isLeft(page)) return page;
    found.push(...page.right.documents.map(({ body }) => body['commission'] as string));
    cursor = page.right.next;
  } while (cursor !== undefined);
  return E.right(found);
};

/** Every commission of a log that is to be looked at by a day, the most overdue first. */
export const appointmentsBy = (reads: ReadStore, log: string, day: CalendarDate): Commissions =>
  commissionsWhere(reads, by(log, day));

/** Every commission of a log that was ever looked at. */
export const everyCommission = (reads: ReadStore, log: string): Commissions =>
  commissionsWhere(reads, ofLog(log));

/** The first day for which there is an appointment. */
export const firstAppointment = async (
  reads: ReadStore,
  log: string,
): Promise<E.Either<QueryFailure, CalendarDate | undefined>> => {
  const query = { where: by(log, '9999-12-31'), sort: [{ field: 'next' }], limit: 1 };
  const page = await reads.find(agendaCollection.name, query)();
  return E.isLeft(page) ? page : E.right(page.right.documents[0]?.body['next'] as CalendarDate | undefined);
};
