"""What a stack's functions are told: their environment, as Lambda has it. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from cloud.deploy.stack import DeployError

if TYPE_CHECKING:
    from cloud.deploy.account import Account


def function_name(account: Account, stack: str, logical: str = "IngestFunction") -> str:
    """Return how Lambda calls a function of the stack; raises ``DeployError`` where there is none."""
    try:
        answer = account.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=logical)
    except ClientError as error:
        if "does not exist" in str(error):
            raise DeployError(f"There is no stack {stack} with {logical} in {account.region}.") from error
        raise
    return str(answer["StackResourceDetail"]["PhysicalResourceId"])


def function_variables(account: Account, stack: str) -> dict[str, str]:
    """Return the environment of the stack's functions: that of ``ingest``, which has what all have."""
    name = function_name(account, stack)
    answer = account.client("lambda").get_function_configuration(FunctionName=name)
    return {str(key): str(value) for key, value in answer.get("Environment", {}).get("Variables", {}).items()}
