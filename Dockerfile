FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md constraints.txt ./
COPY bot bot
COPY faq faq
RUN python -m venv /opt/bot && /opt/bot/bin/pip install --no-cache-dir -c constraints.txt '.[postgres]' \
    # For who runs it with -OO, as compose.yaml does: what isn't compiled now would be at every start.
    && /opt/bot/bin/python -OO -m compileall -q /opt/bot

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home --home-dir /data bot
COPY --from=build /opt/bot /opt/bot
ENV PATH=/opt/bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LISTEN_HOST=0.0.0.0 \
    LISTEN_PORT=8080 \
    JOURNAL_URL=sqlite:////data/journal.db
# Nothing but /data is written to: the rest of the file system can be read-only.
USER bot
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['LISTEN_PORT'] + '/readyz', timeout=2)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
