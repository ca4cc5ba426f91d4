import { subjectMatches, subjectOf } from '@commissioning/event-bus';
import { eventBusContract } from '@commissioning/event-bus/contract';
import { openInProcessEventBus } from '@commissioning/event-bus/in-process';

eventBusContract({ name: 'in-process', open: async () => openInProcessEventBus() });

describe('a subject', () => {
  test('is made of parts in which nothing stands that a bus would read as something else', () => {
    expect(subjectOf('commissioning', 'public', 'BEDS', 'a.b *>', 'Größe', '')).toBe(
      'commissioning.public.BEDS.a=2eb=20=2a=3e.Gr=c3=b6=c3=9fe.=',
    );
  });

  test.each([
    ['>', 'a.b', true],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['a.*', 'a.b', true],
    ['a.*', 'a.b.c', false],
    ['a.*.c', 'a.b.d', false],
    ['a.b', 'a.b', true],
  ])('under %s finds %s: %s', (pattern, subject, matches) => {
    expect(subjectMatches(pattern, subject)).toBe(matches);
  });
});
