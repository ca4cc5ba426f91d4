import type { Rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { rulesAndActions } from './api';
import { oneOf, type QueryString, textOf } from './asking';
import type { Showing } from './showing';

const strengths = ['law', 'integrity', 'policy'] as const satisfies ReadonlyArray<Rule['strength']>;

type Guarding = ReturnType<typeof rulesAndActions>[number];

/** What a rule is about: the word its id begins with. */
const subjectOf = ({ id }: Guarding): string => id.slice(0, id.indexOf('.'));

const bySubject = (rules: ReadonlyArray<Guarding>) =>
  [...new Set(rules.map(subjectOf))]
    .toSorted()
    .map((subject) => ({ subject, rules: rules.filter((rule) => subjectOf(rule) === subject) }));

/** Whether all the words are somewhere in what the page tells of a rule. */
const tells = ({ id, sentence, source, actions }: Guarding, words: ReadonlyArray<string>): boolean => {
  const text = [id, sentence, source, ...actions].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
};

/** The page of all rules, by what they are about; those of one strength, or that tell of some words. */
export const rulesPage = (app: FastifyInstance, { send, sorry }: Showing): void => {
  app.get('/rules', (request, reply) => {
    const query = request.query as QueryString;
    const strength = oneOf(query, 'strength', strengths);
    if (E.isLeft(strength)) return sorry(reply, strength.left);
    const sought = textOf(query, 'words') ?? '';
    const words = sought.toLowerCase().split(/\s+/);
    const rules = rulesAndActions().filter(
      (rule) => (strength.right === undefined || rule.strength === strength.right) && tells(rule, words),
    );
    return send(reply, 'rules.njk', {
      here: 'rules',
      heading: 'The rules',
      asData: '/v1/rules',
      total: rules.length,
      subjects: bySubject(rules),
      strengths,
      asked: { strength: strength.right ?? '', words: sought },
    });
  });
};
