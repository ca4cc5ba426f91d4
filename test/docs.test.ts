import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as domain from '@commissioning/domain';
import * as commands from '@services/commands';
import { integrationEvents } from '@projections/integration-events';
import * as redFlags from '@projections/red-flags';

interface Generator {
  readonly pagesOf: (
    of: typeof domain,
    by: typeof commands,
    and: typeof redFlags,
  ) => Readonly<Record<string, string>>;
}
const { pagesOf } = jest.requireActual<Generator>('../docs/generate.js');

const pages = pagesOf(domain, commands, redFlags);

test.each(Object.entries(pages))('%s is what the code says; `npm run docs` makes it anew', (path, text) => {
  expect(readFileSync(join(__dirname, '..', path), 'utf8')).toBe(text);
});

test('the catalogue of events has every event under its name', () => {
  for (const { type, says } of domain.eventDefinitions)
    expect(pages['docs/events.md']).toContain(`### ${type}\n\n${says}\n`);
});

test('every rule is proved by a test that names it', () => {
  const unproved = (pages['docs/rules.md'] ?? '')
    .split('\n### ')
    .filter((rule) => rule.includes('- Proved in: no test'));
  expect(unproved.map((rule) => rule.slice(0, rule.indexOf('\n')))).toEqual([]);
});

test('an action has one name, and an id stands for one rule', () => {
  const names = domain.allActions.map(({ aggregate, name }) => `${aggregate} ${name}`);
  expect(names).toEqual([...new Set(names)]);
  const [first] = domain.allActions.filter(({ rules }) => rules.length > 0);
  const twin = { ...first, rules: first?.rules.map((rule) => ({ ...rule })) } as domain.AnyAction;
  expect(() => domain.rulesPage([...domain.allActions, twin], () => [])).toThrow('Two rules have the id');
});

test('the guide to events has every public event, and none that is not one', () => {
  const guide = readFileSync(join(__dirname, '../docs/guides/events.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)].map(([, name, says]) => [name, says]);
  expect(rows).toEqual(integrationEvents.map(({ name, says }) => [name, says]));
});
