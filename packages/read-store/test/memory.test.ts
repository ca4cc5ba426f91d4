import { readStoreContract } from '@commissioning/read-store/contract';
import { openMemoryReadStore } from '@commissioning/read-store/memory';

readStoreContract({ name: 'memory', open: async () => openMemoryReadStore() });
