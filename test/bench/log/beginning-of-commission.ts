import type { DomainEvent, Role } from '@commissioning/kernel';
import type { Body, Recording } from './body';

/** One command's events in a commission's own stream. */
export const inCommission = (
  reference: string,
  role: Role,
  ...events: ReadonlyArray<DomainEvent>
): Recording => ({ kind: 'commission', id: reference, role, events });

/** A document in the document store, invented. */
export const documentOf = (random: Body['random']) => ({
  mediaType: 'application/pdf',
  length: 20_000 + random.below(400_000),
  sha256: Array.from({ length: 8 }, () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join(''),
});

const scoredByPanel = [
  { id: 'quality', title: 'Quality of support', category: 'quality', weight: 60, scoredBy: 'panel', pass: 2 },
  { id: 'social', title: 'Social value', category: 'social-value', weight: 15, scoredBy: 'panel' },
];
const scoredByPrice = { id: 'price', title: 'Cost', category: 'value', weight: 25, scoredBy: 'price' };

const specification = (body: Body, title: string) => {
  const { prose, rules } = body;
  const envelope = { pence: 900_000_000, vat: 'outside' };
  return {
    title,
    need: prose.paragraph(),
    outcomes: ['safer', 'recover', 'sooner'].map((id) => ({ id, outcome: prose.sentence() })),
    term: { starts: '2024-04-01', ends: '2029-03-31' },
    lots: [
      { id: 'lot-0', title: prose.line(), envelope, maximumAward: envelope, maximumAwards: 2 },
      { id: 'lot-1', title: prose.line(), envelope, maximumAward: envelope, maximumAwards: 2 },
    ],
    criteria: [...scoredByPanel, scoredByPrice],
    scale: rules.scale,
    priceMethod: 'relative-to-lowest',
    tieBreak: ['higher-quality', 'lower-price'],
    invitationToInnovate: prose.sentence(),
    opens: '2024-02-01T09:00:00.000Z',
    closes: '2024-03-04T12:00:00.000Z',
    clarificationsUntil: '2024-02-19T12:00:00.000Z',
    channels: ['website', 'e-tendering-portal'],
    document: documentOf(body.random),
  };
};

const routeChosen = ({ prose, rules }: Body): DomainEvent => ({
  type: 'RouteChosen',
  data: {
    profile: rules.profiles.find(({ id }) => id === 'grant-round'),
    band: rules.bands.at(-1),
    value: { pence: 1_800_000_000, vat: 'outside' },
    estimate: prose.sentence(),
    regime: 'grant',
  },
});

/** From the need to the published specification. */
export function* begun(body: Body, reference: string): Generator<Recording, void> {
  const { random, prose } = body;
  const officer = (...events: ReadonlyArray<DomainEvent>): Recording =>
    inCommission(reference, 'commissioning-officer', ...events);
  const title = prose.line();
  const need = {
    reference,
    title,
    summary: prose.paragraph(),
    objectives: ['victims'],
    themes: [prose.line()],
    areas: ['Luton', 'Bedford Borough'],
  };
  yield officer({ type: 'NeedIdentified', data: need });
  for (const [index, kind] of ['quantitative', 'qualitative', 'quantitative'].entries()) {
    const evidence = {
      evidence: `evidence-${index}`,
      kind,
      contributor: prose.line(),
      source: prose.line(),
      finding: prose.paragraph(),
      document: documentOf(random),
    };
    yield officer({ type: 'EvidenceAdded', data: evidence });
  }
  const assessment = {
    demand: prose.sentence(),
    gaps: prose.sentence(),
    equalityImpact: prose.sentence(),
    conclusion: 'commission',
  };
  yield officer({ type: 'NeedsAssessed', data: assessment });
  const consultation = {
    consultation: 'first',
    consulted: ['partners', 'service-users'],
    from: '2023-11-01',
    to: '2023-12-15',
    findings: prose.paragraph(),
  };
  yield officer({ type: 'ConsultationHeld', data: consultation });
  const instrument = { instrument: 'grant', legalPower: 'victims-services', reason: prose.sentence() };
  yield officer({ type: 'InstrumentChosen', data: instrument });
  yield officer(routeChosen(body));
  yield officer({ type: 'ConflictsAssessed', data: { finding: prose.sentence(), mitigations: [] } });
  yield officer({ type: 'SpecPublished', data: specification(body, title) });
  const members = ['ann', 'bob', 'cat', 'dan'].map((actor, index) => ({
    actor,
    role: prose.line(),
    independent: index === 2,
    part: 'assessor',
  }));
  yield officer({ type: 'PanelAppointed', data: { members } });
}
