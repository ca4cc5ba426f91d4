import { backOff } from '@commissioning/kernel';

test('waits twice as long each time, and never longer than it may, however often it is tried again', () => {
  const wait = backOff(100, 2_000);
  expect([1, 2, 3, 4, 5, 6, 7].map(wait)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  expect(wait(100_000)).toBe(2_000);
});
