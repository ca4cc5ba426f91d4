import { documentStoreContract } from '@commissioning/document-store/contract';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';

documentStoreContract({ name: 'memory', open: async () => openMemoryDocumentStore() });
