"""Certificates that a server leaves out are fetched from where its own says, and nothing new is trusted by that."""

import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from jobs.model.page import FetchResult, Outcome, Page
from jobs.web.http.chains import is_in_between, issuer_url
from jobs.web.http.fetch import fetch
from jobs.web.http.session import browser_tls
from tests.tools.site import Answer, Sites

NAME = "secure.example"
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def der(authority: trustme.CA) -> bytes:
    return ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())


def leaf(authority: trustme.CA, aia: str, tmp: Callable[[bytes], str]) -> ssl.SSLContext:
    """A server with a certificate of `authority` for `NAME` that says where its issuer's is, sent without that."""
    issuer = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
    signer = load_pem_private_key(authority.private_key_pem.bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    )
    if aia:
        where = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(aia))
        builder = builder.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
    signed = builder.sign(signer, hashes.SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp(pem))
    return context


@dataclass
class Setting:
    """A trusted root, an authority below it, and a plain server for its certificate."""

    plain: Sites
    tmp: Callable[[bytes], str]
    root: trustme.CA = field(default_factory=trustme.CA)

    def __post_init__(self) -> None:
        self.between = self.root.create_child_ca()
        self.trust = browser_tls()
        self.root.configure_trust(self.trust)

    @property
    def aia(self) -> str:
        return self.plain.url("ca.example/between.crt")

    async def read(self, authority: trustme.CA, aia: str, times: int = 1) -> FetchResult:
        async with Sites(leaf(authority, aia, self.tmp)) as secure:
            secure[f"{NAME}/a"] = "<p>A page</p>"
            async with secure.session(tls=self.trust) as session:
                for _ in range(times):
                    result = await fetch(session, secure.url(f"{NAME}/a"), policy=secure.policy, now=lambda: NOW)
        return result


@pytest.fixture
async def setting(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Setting]:
    def written(pem: bytes) -> str:
        file = tmp_path_factory.mktemp("tls") / "server.pem"
        file.write_bytes(pem)
        return str(file)

    async with Sites() as plain:
        yield Setting(plain, written)


async def test_an_incomplete_chain_is_completed_and_each_address_asked_once(setting: Setting) -> None:
    setting.plain["ca.example/between.crt"] = Answer(der(setting.between), headers={"Content-Type": "application/x"})
    result = await setting.read(setting.between, setting.aia, times=3)
    assert isinstance(result, Page), result
    assert setting.plain.count("ca.example/between.crt") == 1


async def test_an_issuer_in_pem_will_do(setting: Setting) -> None:
    setting.plain["ca.example/between.crt"] = Answer(setting.between.cert_pem.bytes())
    assert isinstance(await setting.read(setting.between, setting.aia), Page)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("no address", "does not say where to find it"),
        ("not there", "could not be fetched"),
        ("nonsense", "authority that browsers do not know"),
        ("an authority of its own", "authority that browsers do not know"),
        ("below an unknown authority", "authority that browsers do not know"),
        ("two in one", "authority that browsers do not know"),
    ],
)
async def test_nothing_is_trusted_by_what_was_fetched(setting: Setting, kind: str, reason: str) -> None:
    rogue = trustme.CA()
    between = rogue.create_child_ca()
    signer, answer = {
        "no address": (setting.between, b""),
        "not there": (setting.between, b""),
        "nonsense": (setting.between, b"<html>no certificate</html>"),
        "an authority of its own": (rogue, der(rogue)),
        "below an unknown authority": (between, der(between)),
        "two in one": (rogue, der(setting.between) + der(rogue)),
    }[kind]
    if answer:
        setting.plain["ca.example/between.crt"] = Answer(answer)
    result = await setting.read(signer, "" if kind == "no address" else setting.aia)
    assert not isinstance(result, Page)
    assert getattr(result, "outcome", None) is Outcome.TLS_ERROR
    assert reason in getattr(result, "reason", "")


def test_only_a_single_certificate_of_an_authority_below_another_is_taken() -> None:
    root = trustme.CA()
    between = root.create_child_ca()
    leaf_pem = root.issue_cert(NAME).cert_chain_pems[0].bytes().decode()
    taken = [der(between), der(root), der(between) + der(root), ssl.PEM_cert_to_DER_cert(leaf_pem), b"", b"\x30\x82"]
    assert [is_in_between(each) for each in taken] == [True, False, False, False, False, False]
    assert issuer_url(der(between)) == ""
