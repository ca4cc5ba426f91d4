import { decided, inCommission, net } from './parts/here';
import { minute, people, story, type Step } from './step';

const { officer, approver, finance, assessors } = people;

const commission = 'BEDS-2026-0003';
const envelope = 3_000_000;
const title = 'Grants for street lighting and cameras in alleys (example)';

const applications = [
  { bid: 'bid-1', provider: 'BEDS-high-town-residents-example', name: 'High Town Residents (example)' },
  { bid: 'bid-2', provider: 'BEDS-station-road-watch-example', name: 'Station Road Watch (example)' },
];

/** A round is halted before its deadline, the decision being public, and cancelled once there is nothing left to fund. */
export const halted: ReadonlyArray<Step> = story('halted', (act) => {
  const here = inCommission(act, commission);
  for (const [index, { provider, name }] of applications.entries())
    act('2026-05-11', minute(index), officer, 'provider', provider, 'register-provider', {
      name,
      sector: 'voluntary-community-social-enterprise',
      local: true,
    });
  here('2026-05-11', '10:00', officer, 'identify-need', {
    title,
    summary: 'Residents avoid alleys after dark in which there is neither light nor anybody to be seen.',
    objectives: ['local-policing'],
    themes: [],
    areas: ['Bedford', 'Luton'],
    standingAssessment: 'Community safety assessment 2025, section 5',
  });
  here('2026-05-11', '10:20', finance, 'allocate-funding', {
    allocation: 'round',
    fund: 'BEDS-community-safety-2026-27',
    amount: envelope,
  });
  here('2026-05-12', '09:00', officer, 'choose-instrument', {
    instrument: 'grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'Residents decide what they put up; nothing is bought.',
  });
  here('2026-05-12', '09:10', officer, 'choose-route', {
    profile: 'small-grant-round',
    value: net(envelope),
    estimate: 'Six grants of up to £5,000.',
    regime: 'grant',
  });
  here('2026-05-12', '09:20', officer, 'assess-conflicts', { finding: 'None found.', mitigations: [] });
  here('2026-05-12', '09:30', officer, 'declare-interests', { stage: 'general', interests: [] });
  here('2026-05-18', '10:00', officer, 'publish-spec', {
    title,
    need: 'Light and sight in alleys that residents avoid after dark.',
    outcomes: [{ id: 'used', outcome: 'Residents use the alley after dark.' }],
    noConsultation: 'Residents were heard at six meetings for the standing assessment.',
    term: { starts: '2026-09-01', ends: '2027-02-28' },
    lots: [
      {
        id: 'main',
        title: 'Alleys in Bedford and Luton',
        envelope: net(envelope),
        maximumAward: net(500_000),
        maximumAwards: 6,
      },
    ],
    criteria: [
      { id: 'quality', title: 'What will change', category: 'quality', weight: 60, scoredBy: 'panel' },
      { id: 'value', title: 'What the sum buys', category: 'value', weight: 25, scoredBy: 'panel' },
      { id: 'social', title: 'Who takes part', category: 'social-value', weight: 15, scoredBy: 'panel' },
    ],
    scale: {
      minimum: 0,
      maximum: 4,
      descriptors: [
        { score: 0, meaning: 'No answer.' },
        { score: 2, meaning: 'Meets the requirement in most parts.' },
        { score: 4, meaning: 'Meets it in full and adds to it.' },
      ],
    },
    priceMethod: 'not-scored',
    tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
    invitationToInnovate: 'Tell us of anything that costs nothing.',
    opens: '2026-05-18T11:00:00.000Z',
    clarificationsUntil: '2026-06-22T11:00:00.000Z',
    closes: '2026-06-29T11:00:00.000Z',
    channels: ['website'],
  });
  here('2026-05-26', '09:00', officer, 'appoint-panel', {
    members: [assessors[0], assessors[1]].map(({ id }, index) => ({
      actor: id,
      role: index === 0 ? 'Commissioning manager' : 'Designing-out-crime adviser of another force',
      independent: index === 1,
      part: 'assessor',
    })),
  });
  for (const [index, { bid, provider, name }] of applications.entries())
    here('2026-06-03', minute(index * 30), officer, 'receive-bid', {
      bid,
      via: 'email',
      contents: {
        bidder: { provider, name },
        offers: [{ lot: 'main', price: net(480_000 - index * 60_000) }],
      },
    });

  decided(act, '2026-06-08', '14:00', {
    decision: 'BEDS-PCC24-0108',
    title: 'Grants for lighting and cameras in alleys: halted (example)',
    background:
      'Both councils said on 4 June that they may light the same alleys from a grant of the government.',
    reasons: 'Nothing is awarded until it is known what the councils will do; nobody should apply in vain.',
    advice: 'Recommended: halt for some weeks, tell everybody, and keep what has been handed in sealed.',
    authorises: [{ act: 'halt', commission }],
  });
  here('2026-06-08', '15:00', officer, 'halt-commission', {
    halt: 'councils',
    decision: 'BEDS-PCC24-0108',
    reason: 'The councils may light the same alleys.',
  });

  decided(act, '2026-07-20', '14:00', {
    decision: 'BEDS-PCC24-0115',
    title: 'Grants for lighting and cameras in alleys: cancelled (example)',
    background:
      'Both councils confirmed on 15 July that they will light every alley on the list by the spring.',
    reasons: 'The need is met by others; the money goes back to the Community Safety Fund.',
    advice: 'Recommended: cancel; applications are given back unopened.',
    authorises: [{ act: 'cancel', commission }],
  });
  here('2026-07-20', '15:00', approver, 'cancel-commission', {
    cancellation: 'met-by-councils',
    decision: 'BEDS-PCC24-0115',
    reason: 'The councils will light every alley on the list.',
  });
  here('2026-07-27', '10:00', officer, 'close-commission', {
    outcome: 'no-award',
    summary: 'Halted while the councils decided, and cancelled when they had: the need is met by them.',
    lessons: ['Ask both councils what they have applied for before a round opens.'],
  });
});
