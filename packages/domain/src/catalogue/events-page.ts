import type { EventDefinition } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { type Field, fieldsOf, namedShapesIn } from './fields';
import { shapeSection } from './shapes';

const row = ({ name, type, optional, correctable, readers }: Field): string => {
  const notes = [...(optional ? ['optional'] : []), ...(correctable ? ['may be corrected'] : [])];
  return `| \`${name}\` | ${type} | ${notes.join('; ')} | ${readers} |`;
};

const table = (codec: t.Mixed): string =>
  ['| Field | Type | | Read by |', '|---|---|---|---|', ...fieldsOf(codec).map(row)].join('\n');

const section = (title: string, body: string): string => `${title}\n\n${body}\n`;

const event = ({ type, says, codec, versions }: EventDefinition): string => {
  const earlier = versions.slice(0, -1).map(({ storedType }) => `\`${storedType}\``);
  const stored = earlier.length === 0 ? '' : `\n\nEarlier shapes that are still read: ${earlier.join(', ')}.`;
  return section(`### ${type}`, `${says}${stored}\n\n${table(codec)}`);
};

const grouped = (definitions: ReadonlyArray<EventDefinition>): string => {
  const groups = new Map<string, ReadonlyArray<EventDefinition>>();
  for (const definition of definitions) {
    const { aggregate, phase } = definition;
    const title = aggregate === phase ? aggregate : `${aggregate}, ${phase}`;
    groups.set(title, [...(groups.get(title) ?? []), definition]);
  }
  return [...groups]
    .map(([title, events]) => section(`## ${title}`, events.map(event).join('\n')))
    .join('\n');
};

const introduction = `# Events

Everything that can be recorded, made from the code by \`npm run docs\`. An event's stored type is its name; a later shape
adds \`.v2\` and so on, and what was stored in an earlier one stays readable.

A line is text of up to 300 characters without line breaks, a text one of up to 20,000. Sums are whole pence, days those of
Europe/London, instants UTC. In place of a value that a reader may not see stands a commitment: SHA-256 over a salt and
the value.
`;

/** The catalogue of events: by aggregate and phase, each with its sentence and its fields; then the shapes they share. */
export const eventsPage = (definitions: ReadonlyArray<EventDefinition>): string => {
  const shapes = new Map(
    definitions.flatMap(({ codec }) => namedShapesIn(codec)).map((named) => [named.name, named]),
  );
  const inOrder = [...shapes.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  return [
    introduction,
    grouped(definitions),
    section('## Shapes', inOrder.map((shape) => shapeSection(shape, table)).join('\n')),
  ].join('\n');
};
