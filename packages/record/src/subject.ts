/**
 * The subject under whose key a person's values are sealed: the stream, and the person's id there. An id is given out
 * within one aggregate, and two providers both have a clerk: each of them is a person with a key of their own, and
 * erasing one leaves the other readable. No stream's name holds a slash, so no two persons share a subject.
 */
export const subjectIn = (stream: string, person: string): string => `${stream}/${person}`;
