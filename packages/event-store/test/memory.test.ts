import { eventStoreContract } from '@commissioning/event-store/contract';
import { openMemoryEventStore } from '@commissioning/event-store/memory';

eventStoreContract({ name: 'memory', open: async () => openMemoryEventStore() });
