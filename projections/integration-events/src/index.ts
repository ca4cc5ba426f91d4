export { integrationEvents } from './catalogue';
export { type IntegrationEvent, typePrefix } from './define';
export { ReleasedEvent, WithheldParts } from './documents';
export { integrationEventsModel } from './project';
export { releasedAfter } from './queries';
export { releasedToday } from './withholding';
