/** Priorities of the Police and Crime Plan 2021–2024. */
export const objectives2021 = [
  { id: 'community-policing', sentence: 'Community-based and community-led policing in towns and villages.' },
  { id: 'recruitment-and-retention', sentence: 'Police officers recruited and kept.' },
  { id: 'causes-of-crime', sentence: 'The causes of crime tackled and the cycle of reoffending broken.' },
  { id: 'residents-and-victims', sentence: 'Residents and victims at the centre of policing.' },
  { id: 'working-together', sentence: 'Agencies working together for community safety and less crime.' },
  { id: 'transparency', sentence: 'Openness and good communication.' },
  { id: 'national-contribution', sentence: 'A contribution to policing nationally.' },
];

/** Priorities of the Police and Crime Plan 2024–2028; the first three bear on commissioning (Commissioning Strategy 2024). */
export const objectives2024 = [
  { id: 'victims', sentence: 'Victims at the heart of the criminal justice system.' },
  {
    id: 'prevention',
    sentence: 'Prevention, early intervention and diversion from the criminal justice system.',
  },
  { id: 'violence-against-women-and-children', sentence: 'Less violence against women and children.' },
  { id: 'serious-crime', sentence: 'Less serious and organised crime and serious youth violence.' },
  {
    id: 'local-policing',
    sentence: 'Local policing that works with communities to prevent and solve crime.',
  },
  { id: 'excellence', sentence: 'An excellent police service and criminal justice system.' },
];
