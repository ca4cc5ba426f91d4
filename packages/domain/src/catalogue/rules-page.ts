import type { Rule } from '@commissioning/kernel';
import type { AnyAction } from '../context';

/** A rule and the actions that can be refused under it. */
interface Guarded {
  readonly rule: Rule;
  readonly actions: ReadonlyArray<string>;
}

/** Every rule of these actions, by id, with the actions it guards. An id that two rules share is a bug and throws. */
const rulesOf = (actions: ReadonlyArray<AnyAction>): ReadonlyMap<string, Guarded> => {
  const guarded = new Map<string, Guarded>();
  for (const { name, rules } of actions)
    for (const rule of new Set(rules)) {
      const before = guarded.get(rule.id) ?? { rule, actions: [] };
      if (before.rule !== rule) throw new Error(`Two rules have the id ${rule.id}`);
      guarded.set(rule.id, { rule, actions: [...new Set([...before.actions, name])] });
    }
  return new Map([...guarded].toSorted(([one], [other]) => one.localeCompare(other, 'en')));
};

const listed = (items: ReadonlyArray<string>): string => items.map((item) => `\`${item}\``).join(', ');

const entry = ({ rule, actions }: Guarded, tests: ReadonlyArray<string>): string => `### ${rule.id}

${rule.sentence}

- Strength: ${rule.strength}
- Source: ${rule.source}
- Guards: ${listed(actions)}
- Proved in: ${tests.length === 0 ? 'no test' : listed(tests)}
`;

const introduction = `# Rules

Every rule under which a command can be refused, made from the code by \`npm run docs\`. A rule of **law** or of
**integrity** never yields; a rule of **policy** yields only to an exception that a decision authorised and the record
shows. Sums, bands, periods and delegations are not here: they are data of the rule book, each version in force from its
day on.
`;

/** The catalogue of rules; `tests` says in which test files each rule is named. */
export const rulesPage = (
  actions: ReadonlyArray<AnyAction>,
  tests: (rule: string) => ReadonlyArray<string>,
): string =>
  [introduction, ...[...rulesOf(actions)].map(([id, guarded]) => entry(guarded, tests(id)))].join('\n');
