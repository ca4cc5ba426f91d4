import type { Json } from './json';

/**
 * How strongly a rule binds. `law`: a statute or regulation. `integrity`: what keeps the record true and fair.
 * `policy`: the body's own choice; it alone can yield, and only to a recorded exception.
 */
export type Strength = 'law' | 'integrity' | 'policy';

/** A rule of commissioning: its id, one sentence an officer can read, how strongly it binds, where it comes from. */
export interface Rule {
  readonly id: string;
  readonly sentence: string;
  readonly strength: Strength;
  readonly source: string;
}

/** Declares a rule. The id is `<topic>.<what-it-holds>` and is published: never change one that has been used. */
export const rule = (definition: Rule): Rule => definition;

/** A command was understood and the answer is no: the rule that says so, the field it is about, and the facts. */
export interface Refusal {
  readonly _tag: 'Refusal';
  readonly rule: Rule;
  /** JSON pointer into the command, where one field is at fault. */
  readonly field?: string;
  /** What was found, for people and programs: sums in pence, dates as `YYYY-MM-DD`, instants in UTC. */
  readonly facts: { readonly [name: string]: Json };
}

/** Refuses under a rule, with the facts that made it apply and, where one field is at fault, its JSON pointer. */
export const refusal = (
  broken: Rule,
  facts: { readonly [name: string]: Json } = {},
  field?: string,
): Refusal =>
  field === undefined
    ? { _tag: 'Refusal', rule: broken, facts }
    : { _tag: 'Refusal', rule: broken, facts, field };

const inWords = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A refusal in one line: the rule's sentence, then the facts. The one place where refusals become words. */
export const explain = (refused: Refusal): string => {
  const facts = Object.entries(refused.facts).map(([name, value]) => `${name}: ${inWords(value)}`);
  const at = refused.field === undefined ? '' : ` at ${refused.field}`;
  return `${refused.rule.sentence}${at}${facts.length === 0 ? '' : ` (${facts.join('; ')})`} [${refused.rule.id}]`;
};
