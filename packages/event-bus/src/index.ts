export { busFailureInWords } from './in-words';
export * from './port';
export { subjectMatches, subjectOf, subjectPart } from './subject';
