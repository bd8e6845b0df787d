import { describe } from '@jest/globals';
import { conversationsContract } from '../testing/conversations-contract.ts';
import { InMemoryConversations } from './in-memory-conversations.ts';

describe('InMemoryConversations', () => conversationsContract(() => new InMemoryConversations()));
