import { asyncApi, eventSchemas, schemaDocument } from '@services/feeds';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { eventDefinitions } from '@commissioning/domain';
import { like, type Telling } from './support/read-models';
import { address, allOf, recordOf } from './support/relayed';
import { describeByStandard, standard } from './support/standards';

const reference = 'BEDS-2026-0007';
const decision = 'BEDS-PCC24-0040';
const streams: Readonly<Record<string, string>> = {
  commission: `commission-${reference}`,
  decision: `decision-${decision}`,
  fund: 'fund-BEDS-victims-2026-27',
  provider: 'provider-BEDS-azalea',
  rulebook: 'rulebook-BEDS',
  duties: `duties-${reference}`,
  refusals: 'refusals-BEDS',
  access: 'access-BEDS-2026-11-23',
  clock: 'clock-BEDS-2026',
};

/** One of every event there is, by its golden fixture, and what makes the rest public. */
const everything: ReadonlyArray<Telling> = [
  ...eventDefinitions.map(({ type, aggregate }) => ({ stream: streams[aggregate] ?? '', event: like(type) })),
  {
    stream: `commission-${reference}`,
    event: like('DecisionPublished', { awards: ['azalea', 'triage'], withheld: [] }),
  },
];

describe('events for others', () => {
  test('hold what the schemas they name say', async () => {
    const { feeds } = await recordOf(everything);
    const ajv = addFormats(new Ajv2020({ strict: true }));
    const checks = new Map(
      [...eventSchemas.keys()].map((name) => {
        const document = schemaDocument(name, address) ?? {};
        return [JSON.stringify(document['$id']), ajv.compile(document)];
      }),
    );
    for (const feed of Object.values(feeds)) {
      const events = await allOf(feed);
      expect(events.length).toBeGreaterThan(10);
      for (const { dataschema, data } of events) {
        const check = checks.get(JSON.stringify(dataschema));
        expect(check?.(data) === true ? [] : (check?.errors ?? dataschema)).toEqual([]);
      }
    }
  });
});

describeByStandard('CloudEvents 1.0.2', 'cloudevents-1.0.2/formats/cloudevents.json', (file) => {
  test('describes every event of either feed; names of attributes are small letters and digits', async () => {
    const { feeds } = await recordOf(everything);
    const ajv = addFormats(new Ajv({ strict: false }));
    const valid = ajv.compile(standard(file));
    for (const feed of Object.values(feeds))
      for (const event of await allOf(feed)) {
        expect(valid(event) ? [] : valid.errors).toEqual([]);
        for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      }
    expect(valid({ specversion: '1.0' })).toBe(false);
  });
});

describeByStandard('AsyncAPI 3.0', 'asyncapi-3.0/3.0.0-without-$id.json', (file) => {
  test('describes the document in which both feeds are described', () => {
    const ajv = addFormats(new Ajv({ strict: false, validateFormats: false }));
    const valid = ajv.compile(standard(file));
    const document = asyncApi(address);
    expect(valid(document) ? [] : valid.errors).toEqual([]);
    expect(valid({ ...document, channels: { one: { address: 7 } } })).toBe(false);
  });
});
