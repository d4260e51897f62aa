FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN python -m venv /opt/archive && /opt/archive/bin/pip install --no-cache-dir '.[browse,metrics,pictures]'

FROM python:3.12-slim
COPY --from=build /opt/archive /opt/archive
ENV PATH=/opt/archive/bin:$PATH DIMASH_ARCHIVE_DATA=/data PYTHONUNBUFFERED=1
RUN useradd --uid 1000 --create-home archive && install -d -o archive -g archive /data
USER archive
VOLUME /data
# A first crawl of a large site may take days: until it ends well, or two days have passed, nothing is wrong.
HEALTHCHECK --interval=10m --timeout=1m --start-period=48h CMD ["dimash-archive", "status", "--check"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dimash-archive"]
CMD ["crawl", "--every", "6h"]
