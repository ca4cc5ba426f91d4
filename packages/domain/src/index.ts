export * from './access/events';
export * from './actions';
export { alike } from './checks';
export * from './aggregates';
export { clockTolerance } from './clock/confirm-clock';
export * from './clock/events';
export { askedByPeople, commandsPage } from './catalogue/commands-page';
export { eventsPage } from './catalogue/events-page';
export { exampleOf } from './catalogue/example';
export { type Field, fieldsOf, namedShapesIn } from './catalogue/fields';
export { rulesPage } from './catalogue/rules-page';
export * from './commission/events';
export { Consulted } from './commission/plan/consultation-events';
export { commitmentsIn } from './commission/purchase/close-bidding';
export { Interests, Offers } from './commission/purchase/events';
export { type PanelReading, panelReading } from './commission/purchase/reading';
export { bidsBeforeDeadline } from './commission/purchase/receive-bid';
export * from './commission/state';
export { valueHeld } from './commission/whole-life-value';
export * from './context';
export * from './corrections/events';
export {
  type Corrected,
  CorrectedField,
  correctedFields,
  correctedIn,
  namedIn,
  putRightIn,
} from './corrections/reading';
export * from './decision/events';
export type { DecisionState } from './decision/state';
export { alsoWithheld, unnamed, withholds } from './decision/withheld-parts';
export { bearingTypes, courseTypes } from './duties/bearing';
export { bodyCourseOf, bodyCourseTypes } from './duties/body-course';
export * from './duties/events';
export { type AdoptedRules, type Course, courseOf } from './duties/course';
export { type Finding, noteDuties } from './duties/note-duties';
export * from './fund/events';
export { available, type FundState } from './fund/state';
export * from './provider/events';
export { RetentionAdopted } from './rulebook/retention-events';
export { ErasureGround, HoldLifted, PersonErased, RecordsHeld } from './provider/person-events';
export type { ProviderState } from './provider/state';
export * from './refusals/events';
export * from './registry';
export * from './rulebook/events';
export { PaymentsCompliance } from './rulebook/statement-events';
export { bedfordshireBody, bedfordshireRules } from './rulebook/seed/bedfordshire';
export { inForceOn, retentionOn, type RuleBookState } from './rulebook/state';
export { wholeBook } from './rulebook/whole-book';
export * from './shapes';
