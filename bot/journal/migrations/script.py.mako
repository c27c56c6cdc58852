"""${message}"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """To this version."""
    ${upgrades or "pass"}


def downgrade() -> None:
    """Back to the version before."""
    ${downgrades or "pass"}
