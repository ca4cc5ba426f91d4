import {
  type Actor,
  type AggregateKind,
  type CalendarDate,
  type CommandId,
  type Instant,
  londonInstant,
  type Role,
} from '@commissioning/kernel';

/** One act of the demonstration: who does what to which thing, and when on the demonstration's clock. */
export interface Step {
  readonly at: Instant;
  readonly kind: AggregateKind;
  readonly id: string;
  readonly action: string;
  readonly actor: Actor;
  readonly command: unknown;
  /** The same at every start, so that what was done before is recognised and not done again. */
  readonly commandId: CommandId;
}

const person = (id: string, role: Role): Actor => ({ id: `demo:${id}` as Actor['id'], role });

/** Everybody who acts in the demonstration. None of them is a real person. */
export const people = {
  administrator: person('administrator', 'administrator'),
  officer: person('officer-1', 'commissioning-officer'),
  colleague: person('officer-2', 'commissioning-officer'),
  approver: person('commissioner', 'approver'),
  finance: person('finance-1', 'finance'),
  assessors: [
    person('assessor-1', 'panel-member'),
    person('assessor-2', 'panel-member'),
    person('assessor-3', 'panel-member'),
  ],
} as const;

/** Where a step happens, before its place in the story is known. */
export type Act = (
  day: string,
  time: string,
  actor: Actor,
  kind: AggregateKind,
  id: string,
  action: string,
  command: unknown,
) => void;

/** Gathers the steps of one story; the n-th step of a story has the same command id at every start. */
export const story = (name: string, tell: (act: Act) => void): ReadonlyArray<Step> => {
  const steps: Array<Step> = [];
  tell((day, time, actor, kind, id, action, command) => {
    const commandId = `demonstration:${name}:${String(steps.length + 1).padStart(3, '0')}` as CommandId;
    steps.push({ at: londonInstant(day as CalendarDate, time), actor, kind, id, action, command, commandId });
  });
  return steps;
};

/** The hours and minutes a number of minutes after nine in the morning: a busy day has no two acts at one moment. */
export const minute = (count: number): string =>
  `${String(9 + Math.floor(count / 60)).padStart(2, '0')}:${String(count % 60).padStart(2, '0')}`;
