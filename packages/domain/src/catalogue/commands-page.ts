import type * as t from 'io-ts';
import type { AnyAction } from '../context';
import { type Field, fieldsOf, namedShapesIn } from './fields';
import { shapeSection } from './shapes';

const row = ({ name, type, optional }: Field): string =>
  `| \`${name}\` | ${type} | ${optional ? 'optional' : ''} |`;

const table = (codec: t.Mixed): string => {
  const fields = fieldsOf(codec);
  if (fields.length === 0) return 'Nothing has to be said.';
  return ['| Field | Type | |', '|---|---|---|', ...fields.map(row)].join('\n');
};

const listed = (items: ReadonlyArray<string>): string => items.map((item) => `\`${item}\``).join(', ');

/** What people may ask for: what the office alone does is none of it. */
export const askedByPeople = ({ roles }: AnyAction): boolean => roles.some((role) => role !== 'system');

const entry = (action: AnyAction, codec: t.Mixed): string => {
  const { name, says, roles, rules } = action;
  const ids = [...new Set(rules.map(({ id }) => id))];
  const refused = ids.length === 0 ? '' : `\n\nMay be refused by ${listed(ids)}.`;
  return `### ${name}\n\n${says}\n\nBy: ${listed(roles.filter((role) => role !== 'system'))}\n\n${table(codec)}${refused}\n`;
};

const introduction = `# Commands

Everything that can be asked for, made from the code by \`npm run docs\`: over HTTP as \`POST /v1/…/{command}\`, on the command
line as \`npx commissioning do COMMAND --file …\`. \`npx commissioning actions COMMAND\` says the same of one, and
\`npx commissioning example COMMAND\` prints a file to begin with.

A line is text of up to 300 characters without line breaks, a text one of up to 20,000. Sums are whole pence, days those of
Europe/London, instants UTC. Where a command begins something, its reference may be left out of the file.
`;

/** The catalogue of commands, by what they are asked of, in the order in which they are usually asked. */
export const commandsPage = (
  actions: ReadonlyArray<AnyAction>,
  codecOf: (action: AnyAction) => t.Mixed,
): string => {
  const asked = actions.filter(askedByPeople);
  const kinds = [...new Set(asked.map(({ aggregate }) => aggregate))];
  const groups = kinds.map((kind) => {
    const entries = asked.filter(({ aggregate }) => aggregate === kind);
    return `## ${kind}\n\n${entries.map((action) => entry(action, codecOf(action))).join('\n')}`;
  });
  const shapes = new Map(
    asked.flatMap((action) => namedShapesIn(codecOf(action))).map((named) => [named.name, named]),
  );
  const inOrder = [...shapes.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  const shared = inOrder.map((shape) => shapeSection(shape, table)).join('\n');
  return [introduction, ...groups, `## Shapes\n\n${shared}`].join('\n');
};
