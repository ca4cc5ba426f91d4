import {
  CalendarDate,
  correctable,
  correctablePaths,
  Count,
  defineEvent,
  Line,
  LocalId,
  official,
  personal,
  pointerOf,
  replacedAt,
  sensitive,
  struct,
  Text,
  valueAt,
} from '@commissioning/kernel';
import * as t from 'io-ts';

const marked = (codec: t.Mixed): ReadonlyArray<string> =>
  correctablePaths(codec).map(({ path, fieldClass }) => `${pointerOf(path)} ${fieldClass?.kind ?? 'public'}`);

describe('the fields of an event in which a slip may be put right', () => {
  test('are those that carry the mark, each under its class, whichever was given first', () => {
    const codec = struct(
      {
        title: correctable(official(Line)),
        text: sensitive(correctable(Text)),
        on: correctable(CalendarDate),
        lessons: t.readonlyArray(official(correctable(Text))),
        lots: t.readonlyArray(t.type({ id: LocalId, name: correctable(Line) })),
        sum: Count,
      },
      { note: correctable(Text), inside: official(t.type({ word: correctable(Line) })) },
    );
    expect(marked(codec)).toEqual([
      '/title official',
      '/text sensitive',
      '/on public',
      '/lessons/* official',
      '/lots/*/name public',
      '/note public',
      '/inside/word official',
    ]);
  });

  test('stand in the definition of the event; the codec reads as it did', () => {
    const data = t.type({ title: correctable(Line) });
    const definition = defineEvent({
      type: 'Thing',
      aggregate: 'commission',
      phase: 'plan',
      says: 'So.',
      data,
    });
    expect(definition.correctable.map(({ path }) => pointerOf(path))).toEqual(['/title']);
    expect(definition.faultsIn({ title: 'Two\nlines' })).toHaveLength(1);
    expect(definition.make({ title: 'One' }).data).toEqual({ title: 'One' });
  });

  test.each([
    ['a number', t.type({ sum: correctable(Count) }), '/sum is no text to be corrected'],
    ['a list', t.type({ list: correctable(t.readonlyArray(Line)) }), '/list is no text to be corrected'],
    [
      'what is about a person',
      t.type({ person: LocalId, name: correctable(personal(Line, 'person')) }),
      '/name is personal: a correction would outlive the key of its subject',
    ],
    ['all of it', correctable(Text), 'An event cannot be corrected as a whole'],
  ])('are never %s', (_what, codec, fault) => {
    expect(() => correctablePaths(codec)).toThrow(fault);
  });
});

describe('a place in a value', () => {
  const value = { lots: [{ name: 'North' }, { name: 'South' }], title: 'Help' };

  test('is found by its path, and is nothing where there is none', () => {
    expect(valueAt(value, ['lots', '1', 'name'])).toBe('South');
    expect(valueAt(value, ['lots', '2', 'name'])).toBeUndefined();
    expect(valueAt(value, ['title', 'length'])).toBeUndefined();
    expect(valueAt(value, [])).toBe(value);
  });

  test('is given another value, and what was given stays as it was', () => {
    expect(replacedAt(value, ['lots', '0', 'name'], 'East')).toEqual({
      lots: [{ name: 'East' }, { name: 'South' }],
      title: 'Help',
    });
    expect(replacedAt(value, ['note'], 'New')).toEqual({ ...value, note: 'New' });
    expect(value.lots[0]?.name).toBe('North');
  });
});
