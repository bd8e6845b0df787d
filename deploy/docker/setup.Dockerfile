# docker build -f deploy/docker/setup.Dockerfile .
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && node tools/build.mjs tools/stack

FROM node:24-bookworm-slim AS packages
WORKDIR /src
COPY . .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w @cloudops/tool-stack

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json ./
COPY --from=packages /src/node_modules node_modules
COPY --from=build /src/dist/tools/stack dist/tools/stack
CMD ["node", "dist/tools/stack/setup.js"]
