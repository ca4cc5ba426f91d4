import type { Role } from '@commissioning/kernel';
import type { Moment, Query } from '@commissioning/read-store';
import type { EntryDocument, RegisterName } from './documents';

const onTheMatter: ReadonlyArray<Role> = ['commissioning-officer', 'approver', 'auditor'];

/**
 * Who reads which register. Refusals and access are of everybody's doings, and for those alone who look into them; erasures
 * and the clock for those, too, who see to them and who answer for them.
 */
const readersOf: Readonly<Record<RegisterName, ReadonlyArray<Role>>> = {
  exceptions: [...onTheMatter, 'finance'],
  'direct-awards': [...onTheMatter, 'finance'],
  withholdings: onTheMatter,
  corrections: onTheMatter,
  interests: onTheMatter,
  refusals: ['auditor'],
  access: ['auditor'],
  erasures: ['approver', 'auditor', 'administrator'],
  clock: ['approver', 'auditor', 'administrator'],
};

/** Whether a role reads a register. */
export const readsRegister = (role: Role, register: RegisterName): boolean =>
  readersOf[register].includes(role);

/** A page of a register, newest first; of one commission where it is given, as at a moment where one is. */
export const registerEntries = (
  register: RegisterName,
  asked: {
    readonly commission?: string;
    readonly limit: number;
    readonly cursor?: string;
    readonly at?: Moment;
  },
): Query => {
  const { commission, limit, cursor, at } = asked;
  return {
    where: [
      { field: 'register', is: register },
      ...(commission === undefined ? [] : [{ field: 'commission', is: commission }]),
    ],
    sort: [{ field: 'recordedAt', descending: true }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};

/** Whether an entry may be shown: what tells that somebody competes, once the commission's bids have been opened. */
export const entrySeen =
  (opened: ReadonlySet<string>) =>
  (entry: EntryDocument): boolean =>
    entry.register !== 'refusals' || !entry.competing || opened.has(entry.commission ?? '');
