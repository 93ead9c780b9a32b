"""A kept case is there for whoever kept it; the rules are for everybody to read, and for their editors to change."""

from django.db import migrations

from irhub.accounts.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("checker", "0001_rule_proposals_and_kept_cases"),
        ("accounts", "0006_rules_editor"),
    ]

    operations = [
        protect(
            "checker_savedcase",
            read="""EXISTS (SELECT FROM accounts_person keeper
                WHERE keeper.id = irhub_person() AND lower(keeper.email) = lower(saved_by))""",
        ),
        protect("checker_proposal", read="true", write="irhub_role() = 'rules editor'"),
    ]
