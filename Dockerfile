# syntax=docker/dockerfile:1

# 1. The front end's bundle.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc* ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
# The pages name some of the icons that go into the sprite.
COPY internal/pages/ /src/internal/pages/
RUN npm run build

# 2. The binary; cgo, because SQLite is C.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist ./web/dist
RUN CGO_ENABLED=1 go build -trimpath -ldflags '-s -w' -o /accord ./cmd/accord

# 3. What runs: the binary, certificates for mail, and time zones.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin accord \
 && install -d -o accord -g accord -m 0700 /data
COPY --from=build /accord /usr/local/bin/accord
USER accord
WORKDIR /data
ENV ACCORD_LISTEN=0.0.0.0:8080 \
    ACCORD_DATABASE_URL=sqlite:/data/accord.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["accord"]
CMD ["serve"]
