/** n8n writes every failed execution to the log, and tests make many fail. To be imported before n8n. */

process.env.N8N_LOG_LEVEL ??= 'silent';
