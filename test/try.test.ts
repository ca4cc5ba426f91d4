import { eventDefinitions } from '@commissioning/domain';
import { canaryMaker, randomFrom } from '/work/main/test/support/canaries';
test('x', () => {
  for (let seed = 0; seed < 30; seed++) {
    const make = canaryMaker(randomFrom(seed));
    for (const d of eventDefinitions) {
      const { data, canaries } = make(d.codec as any);
      const f = d.faultsIn(data);
      if (f.length) { console.log(d.type, f); return; }
      if (seed === 0) console.log(d.type, canaries.map(c=>c.pointer).join(' '));
    }
  }
});
