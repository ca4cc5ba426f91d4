export { asyncApi } from './asyncapi';
export { CloudEvent, cloudEventType, type FeedName, feedNames, schemaPath } from './cloud-event';
export * from './feed';
export { internalFeed, type InternalFeedPorts } from './internal-feed';
export { publicFeed, type PublicFeedPorts } from './public-feed';
export { isTold, recordedItem } from './recorded-event';
export { eventSchemas, schemaDocument } from './schemas';
