# docker build -f deploy/docker/metrics-ingest.Dockerfile .
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && node tools/build.mjs apps/metrics-ingest

FROM node:24-bookworm-slim AS packages
WORKDIR /src
COPY . .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w @cloudops/metrics-ingest

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3020 MALLOC_ARENA_MAX=1
COPY package.json ./
COPY --from=packages /src/node_modules node_modules
COPY --from=build /src/dist/apps/metrics-ingest dist/apps/metrics-ingest
USER node
EXPOSE 3020
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size=256", "--initial-old-space-size=48", "--heap-growing-percent=22", "--external-memory-accounted-in-global-limit", "--no-parallel-scavenge", "dist/apps/metrics-ingest/main.js"]
