import { flags } from './flags/all';
import type { Flag } from './flags/flag';
import { thresholds } from './thresholds';
import { unanswerable } from './unanswerable';

const entry = ({ id, name, asks, source, inputs, minimum, of }: Flag): string => `### ${id}: ${name}

${asks}

- Asked of: each ${of}
- Worked out from: ${inputs.map((input) => `\`${input}\``).join(', ')}
- Fewest cases: ${minimum}
- Source: ${source}
`;

/** The page of documentation that lists every flag and every question that is not asked. */
export const redFlagsPage = (): string => `# Red flags

Every question that the events of this record raise by themselves, made from the code by \`npm run docs\`. A flag says
**look here**. It is no finding, and what it looks at may be as it should be: often the record has the reason already, and
then the flag stands as explained, with the reason and the event that gives it. Below its fewest cases a flag says nothing.
The thresholds are version ${thresholds.version}: starting points, none of them a standard.

${flags.map(entry).join('\n')}
## Questions that are not asked here

${unanswerable.map(({ id, name, why }) => `- **${id}, ${name}.** ${why}`).join('\n')}
`;
