/** What may stand in a part of a subject; dots part them, and `*`, `>` and blanks mean something to a bus. */
const unsafe = /[^A-Za-z0-9_-]/g;

const inHex = (character: string): string =>
  [...Buffer.from(character, 'utf8')].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');

/**
 * A text as one part of a subject. What may not stand there is written as `=` and its bytes in hexadecimal, so that two
 * texts never become one; an empty one is `=`.
 */
export const subjectPart = (text: string): string => (text === '' ? '=' : text.replace(unsafe, inHex));

/** A subject of these parts. */
export const subjectOf = (...parts: ReadonlyArray<string>): string => parts.map(subjectPart).join('.');

/** Whether a subject is among those a pattern names: `*` stands for one part, `>` for one or more at the end. */
export const subjectMatches = (pattern: string, subject: string): boolean => {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  const rest = wanted.indexOf('>');
  if (rest === -1 ? wanted.length !== given.length : given.length <= rest) return false;
  const fixed = rest === -1 ? wanted : wanted.slice(0, rest);
  return fixed.every((part, index) => part === '*' || part === given[index]);
};
