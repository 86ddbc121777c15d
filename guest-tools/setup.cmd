@echo off
rem Aero Guest Tools setup for Windows 7 SP1 and newer, x86, x64 and ARM64.
rem
rem Adds the drivers on this media to the driver store and prepares Windows to start from a
rem virtio disk. README.md describes the use, the options and the exit codes.
rem
rem Rules this script keeps:
rem - System programs are called by their full path: the current directory is that of the media,
rem   and cmd.exe would look there first.
rem - No output of a system program is searched for words, since Windows translates them.
rem - What comes from outside (the registry, a program, a file of the media that is no batch file)
rem   stays in a FOR variable, which cmd.exe expands after it has taken a line apart, or goes to TXT,
rem   which is expanded where :prove has found plain characters in it only.
rem - Delayed expansion stays off, since it would eat "!" in paths. A path is never an argument of
rem   CALL, which expands its arguments a second time: it goes through a variable.
rem - An exit code is compared with 0, since "if errorlevel 1" is false for the negative ones (HRESULTs)
rem   that pnputil and certutil end with. Where only reg.exe or find.exe is meant, it will do.
rem - Everything is checked before anything is changed. What is going to be changed is written to
rem   state.txt before, so that uninstall.cmd takes back that and no more.
setlocal EnableExtensions DisableDelayedExpansion

rem Nothing of the caller's environment may be taken for a value of this script. The first ones are
rem values that cmd.exe makes up unless somebody has set them, and options of its commands.
for %%V in (CD CMDCMDLINE CMDEXTVERSION DATE ERRORLEVEL RANDOM TIME COPYCMD DIRCMD TXT TXT2) do set "%%V="
for %%V in (ADD_DRIVER AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT ALLOW_TEST_SIGNING ARCH ASSUME_UPDATES CHECK) do set "%%V="
for %%V in (DRIVER_DATABASE ELEVATED FORCE FORCE_OTHER_WINDOWS LOG MEDIA NOREBOOT POLICY SECURE_BOOT) do set "%%V="
for %%V in (QUIET REPLACE_DRIVER RESTART_NEEDED SKIPSTORAGE STAGEONLY STORAGE STORAGE_FAILED TRUSTPUBLISHER TRY_UNPROVEN WINDOWS WORK) do set "%%V="
for %%V in (BLK SCSI NET INPUT SND) do (
  set "AERO_VIRTIO_%%V_SERVICE="
  set "AERO_VIRTIO_%%V_SYS="
  set "AERO_VIRTIO_%%V_HWIDS="
)
set "CODE=0"
set "FAILED_STEPS=0"

:next_argument
if "%~1"=="" goto arguments_done
if "%~1"=="/?" goto usage
if /i "%~1"=="/quiet" set "QUIET=1" & shift & goto next_argument
if /i "%~1"=="/check" set "CHECK=1" & shift & goto next_argument
if /i "%~1"=="/stageonly" set "STAGEONLY=1" & shift & goto next_argument
if /i "%~1"=="/skipstorage" set "SKIPSTORAGE=1" & shift & goto next_argument
if /i "%~1"=="/trustpublisher" set "TRUSTPUBLISHER=1" & shift & goto next_argument
if /i "%~1"=="/noreboot" set "NOREBOOT=1" & shift & goto next_argument
if /i "%~1"=="/allow-test-signing" set "ALLOW_TEST_SIGNING=1" & shift & goto next_argument
if /i "%~1"=="/assume-updates" set "ASSUME_UPDATES=1" & shift & goto next_argument
if /i "%~1"=="/force-other-windows" set "FORCE_OTHER_WINDOWS=1" & shift & goto next_argument
if /i "%~1"=="/replace-driver" set "REPLACE_DRIVER=1" & shift & goto next_argument
if /i "%~1"=="/try-unproven" set "TRY_UNPROVEN=1" & shift & goto next_argument
if /i "%~1"=="/force" set "FORCE=1" & shift & goto next_argument
echo Unknown option: "%~1"
echo.
set "CODE=2"
goto usage
:arguments_done
rem What /force has always allowed. It does not say that updates are there, nor what Windows loads.
if defined FORCE for %%V in (ALLOW_TEST_SIGNING FORCE_OTHER_WINDOWS REPLACE_DRIVER TRY_UNPROVEN) do set "%%V=1"

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "MACHINE=%PROCESSOR_ARCHITECTURE%"
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "MACHINE=%PROCESSOR_ARCHITEW6432%"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"
rem FOR runs its commands by ComSpec.
set "ComSpec=%SystemRoot%\System32\cmd.exe"

set ATTRIB="%SYS%\attrib.exe"
set BCDEDIT="%SYS%\bcdedit.exe"
set CERTUTIL="%SYS%\certutil.exe"
set EXPAND="%SYS%\expand.exe"
set FIND="%SYS%\find.exe"
set FSUTIL="%SYS%\fsutil.exe"
set ICACLS="%SYS%\icacls.exe"
set PNPUTIL="%SYS%\pnputil.exe"
set POWERSHELL="%SYS%\WindowsPowerShell\v1.0\powershell.exe"
set REG="%SYS%\reg.exe"
set SHUTDOWN="%SYS%\shutdown.exe"
set WMIC="%SYS%\wbem\wmic.exe"

set "CONTROL_KEY=HKLM\SYSTEM\CurrentControlSet\Control"
set "CRITICAL_KEY=HKLM\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase"
set "DATABASE_KEY=HKLM\SYSTEM\DriverDatabase\DeviceIds"
set "MARK_KEY=HKLM\SOFTWARE\AeroGuestTools"
set "PACKAGES_KEY=HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages"
set "SERVICES_KEY=HKLM\SYSTEM\CurrentControlSet\Services"
set "STORES_KEY=HKLM\SOFTWARE\Microsoft\SystemCertificates"
set "WORK=%SystemDrive%\AeroGuestTools"
set "STATE=%WORK%\state.txt"

call :read_architecture

rem Only an elevated administrator may read the hive of the LocalService account.
%REG% query "HKU\S-1-5-19" >nul 2>&1
if not errorlevel 1 set "ELEVATED=1"
if not defined ELEVATED if not defined CHECK (
  echo Setup needs administrator rights.
  echo Right-click setup.cmd and choose "Run as administrator".
  set "CODE=5"
  goto finish
)

pushd "%~dp0"
set "MEDIA=1"
call :say "Aero Guest Tools setup"
call :check_windows
if not "%CODE%"=="0" goto finish
call :check_media
if not "%CODE%"=="0" goto finish
call :check_work_folder
if not "%CODE%"=="0" goto finish
call :check_storage
if not "%CODE%"=="0" goto finish
if defined CHECK call :check_files & goto finish
call :confirm
if not "%CODE%"=="0" goto finish

call :open_folder
if not "%CODE%"=="0" goto finish
call :open_log
call :import_certificates
if not "%CODE%"=="0" goto finish
call :trust_publishers
if not "%CODE%"=="0" goto finish
call :enable_test_signing
if not "%CODE%"=="0" goto finish
call :stage_drivers
if not "%CODE%"=="0" goto finish
call :preseed_storage
if not "%CODE%"=="0" goto finish
call :summarize
goto finish

rem ---------------------------------------------------------------------------------------------
rem The checks, which change nothing. Each sets CODE where setup has to stop.

:check_windows
if not defined ARCH (
  set "LINE=This computer's architecture is %MACHINE%; the drivers are for x86, AMD64 and ARM64."
  call :say
  set "CODE=3"
  exit /b 0
)
call :read_windows
call :read_secure_boot
set "GUEST_NAME=Windows %WINDOWS_VERSION% build %WINDOWS_BUILD%"
set "LINE=%GUEST_NAME%, %ARCH%"
set "NAME=%WINDOWS%"
if defined WINDOWS call :name_windows
if defined WINDOWS set "GUEST_NAME=%NAME%"
if defined WINDOWS set "LINE=%NAME% (%WINDOWS_VERSION% build %WINDOWS_BUILD%), %ARCH%"
if defined SECURE_BOOT set "LINE=%LINE%, Secure Boot is on"
goto say

:read_secure_boot
rem SECURE_BOOT is defined if Windows was started with it. Where there is a BIOS, or Windows 7, there is no such key.
call :read_registry "%CONTROL_KEY%\SecureBoot\State" UEFISecureBootEnabled
if defined DATA if not "%DATA%"=="0x0" set "SECURE_BOOT=1"
exit /b 0

:name_windows
rem NAME, the id of a Windows, becomes its name, as the packager has both.
set "ID=%NAME%"
if "%ID%"=="w7" set "NAME=Windows 7"
if "%ID%"=="w8" set "NAME=Windows 8"
if "%ID%"=="w8.1" set "NAME=Windows 8.1"
if "%ID%"=="w10" set "NAME=Windows 10"
if "%ID%"=="w11" set "NAME=Windows 11"
if "%ID%"=="2k8R2" set "NAME=Windows Server 2008 R2"
if "%ID%"=="2k12" set "NAME=Windows Server 2012"
if "%ID%"=="2k12R2" set "NAME=Windows Server 2012 R2"
if "%ID%"=="2k16" set "NAME=Windows Server 2016"
if "%ID%"=="2k19" set "NAME=Windows Server 2019"
if "%ID%"=="2k22" set "NAME=Windows Server 2022"
if "%ID%"=="2k25" set "NAME=Windows Server 2025"
exit /b 0

:check_media
if not exist manifest.json (
  call :say "manifest.json is missing: this is not complete Aero Guest Tools media."
  call :say "Copy or mount the media again, with all of its files."
  set "CODE=3"
  exit /b 0
)
for %%P in (test production none) do call :look_for_policy %%P
set "POLICY_IS_KNOWN="
for %%P in (test production none) do if "%POLICY%"=="%%P" set "POLICY_IS_KNOWN=1"
if not defined POLICY_IS_KNOWN (
  call :say "manifest.json names no signing policy that this setup knows (test, production, none)."
  call :say "Use the setup.cmd that came with this media."
  set "CODE=3"
  exit /b 0
)
set "LINE=Signing policy: %POLICY%"
call :say
for %%F in (config\devices.cmd config\media.cmd) do (
  set "FILE=%%F"
  call :need_file
)
if not "%CODE%"=="0" exit /b 0
call config\devices.cmd
call config\media.cmd %ARCH%
call :check_target
if not "%CODE%"=="0" exit /b 0
call :check_architecture
if not "%CODE%"=="0" exit /b 0
call :check_policy
if not "%CODE%"=="0" exit /b 0
set "LINE=Media version %AERO_MEDIA_VERSION%, build %AERO_MEDIA_BUILD%"
call :say
set "STORAGE=%AERO_MEDIA_STORAGE%"
set "DRIVERS=%AERO_MEDIA_DRIVERS%"
if defined DRIVERS for %%N in (%DRIVERS%) do (
  set "NUMBER=%%N"
  call :check_driver
)
if not defined TRUSTPUBLISHER exit /b 0
if exist certs\publishers\*.cer exit /b 0
call :say "The folder certs\publishers holds no certificate: nobody has signed these drivers, or it is missing."
call :say "Leave /trustpublisher out, or use complete media."
set "CODE=3"
exit /b 0

:check_target
rem Media are made for one Windows: INF files and signatures were judged for that.
set "NAME=%AERO_MEDIA_TARGET%"
call :name_windows
set "MEDIA_NAME=%NAME%"
if "%AERO_MEDIA_TARGET%"=="%WINDOWS%" exit /b 0
rem These two are one Windows to INF files and to signatures.
if "%AERO_MEDIA_TARGET% on %WINDOWS%"=="w7 on 2k8R2" exit /b 0
set "LINE=The drivers on this media are for %MEDIA_NAME%, and this is %GUEST_NAME%."
call :say
if defined FORCE_OTHER_WINDOWS call :say "WARNING: going on with another Windows, as the options say." & exit /b 0
if "%AERO_MEDIA_TARGET% on %WINDOWS_VERSION%"=="w7 on 6.1" call :say "Install Service Pack 1 first (build 7601)."
if defined WINDOWS call :say "Use media for this Windows. To build them:"
set "LINE=  aero-guest-tools build virtio-win.iso --windows %WINDOWS% --arch %ARCH%"
if defined WINDOWS call :say
call :say "With /force-other-windows setup tries the drivers of this media here."
set "CODE=3"
exit /b 0

:check_architecture
if exist "drivers\%ARCH%\" exit /b 0
set "LINE=The folder drivers\%ARCH% is missing: this media has no drivers for this computer."
call :say
set "FOUND="
for %%A in (x86 amd64 arm64) do if exist "drivers\%%A\" call :add_architecture %%A
set "LINE=It has drivers for:%FOUND%. Build media with the option  --arch %ARCH%"
if defined FOUND call :say
set "CODE=3"
exit /b 0

:add_architecture
set "FOUND=%FOUND% %1"
exit /b 0

:check_policy
rem Under Secure Boot nobody can switch test signing mode on ("The TESTSIGNING Boot Configuration Option").
if not "%POLICY%"=="test" exit /b 0
if not defined SECURE_BOOT exit /b 0
call :say "The drivers on this media are test-signed, and Secure Boot is on: Windows loads no such driver then,"
call :say "and bcdedit cannot switch test signing mode on."
call :say "Nothing was changed. Switch Secure Boot off in the firmware of the virtual machine, or use media"
call :say "whose drivers are signed for production."
set "CODE=6"
exit /b 0

:check_driver
call config\media.cmd %ARCH% %NUMBER%
for %%I in (%AERO_MEDIA_DRIVER_INFS%) do (
  set "FILE=%%~I"
  call :need_file
)
exit /b 0

:need_file
if exist "%FILE%" exit /b 0
set "LINE=%FILE% is missing: this is not complete Aero Guest Tools media."
set "CODE=3"
goto say

:check_work_folder
rem uninstall.cmd acts on state.txt as administrator, but everybody may make folders in the root of
rem the system drive: a folder that somebody else made there, or a link, is neither used nor changed.
if not exist "%WORK%" exit /b 0
if not defined ELEVATED call :say "Only an administrator can see whether the folder AeroGuestTools is setup.cmd's." & exit /b 0
call :check_folder
if defined FOLDER_IS_OURS exit /b 0
:refuse_folder
set "LINE=%WORK% is not a folder that setup.cmd has made and can keep for administrators."
call :say
call :say "Nothing was changed. Rename that folder (or link), and run setup.cmd again."
set "CODE=3"
exit /b 0

:check_storage
rem A virtio disk that Windows has no driver for at boot is a stop error 0x7B, and a boot-start
rem service whose driver 64-bit Windows refuses keeps it from starting at all (0xC0000428), from the
rem present disk, too. So Windows is prepared for what it will load, or it is not prepared.
if defined SKIPSTORAGE call :say "The storage driver is not prepared, as /skipstorage says." & exit /b 0
if not defined STORAGE goto no_storage
for %%N in (%STORAGE%) do (
  set "DRIVER=%%N"
  call :check_storage_driver
)
exit /b 0
:check_storage_driver
if not "%CODE%"=="0" exit /b 0
call config\media.cmd %ARCH% %DRIVER%
if not "%AERO_MEDIA_SERVICE_START%"=="0" goto no_storage
if not exist "%AERO_MEDIA_SERVICE_SOURCE%" (
  set "LINE=%AERO_MEDIA_SERVICE_SOURCE% is missing: the storage driver is incomplete."
  call :say
  set "CODE=3"
  exit /b 0
)
set "LINE=Storage service %AERO_MEDIA_SERVICE% is installed by %AERO_MEDIA_SERVICE_INF%"
call :say
call :check_verdict
if not "%CODE%"=="0" exit /b 0
set "STEP=check"
if not defined DRIVER_DATABASE call :visit_critical_devices
exit /b 0
:no_storage
set "LINE=No INF under drivers\%ARCH% installs the storage service '%AERO_VIRTIO_BLK_SERVICE%' that config\devices.cmd names, to be started at boot."
if defined AERO_VIRTIO_SCSI_SERVICE set "LINE=No INF under drivers\%ARCH% installs the storage service '%AERO_VIRTIO_BLK_SERVICE%' or '%AERO_VIRTIO_SCSI_SERVICE%' that config\devices.cmd names, to be started at boot."
call :say
call :say "Windows would not start from a virtio disk with this media."
call :say "Keep the present disk controller and give /skipstorage to install the other drivers."
set "CODE=4"
exit /b 0

:check_verdict
rem What the packager found out about the signature of the storage driver. Windows 7 for x86 loads what
rem somebody has agreed to install ("Driver Signing Policy"); only newer ones are judged under Secure Boot.
if "%ARCH%"=="x86" if not defined AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT exit /b 0
set "VERDICT=%AERO_MEDIA_DRIVER_VERDICT%"
if defined SECURE_BOOT if defined AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT set "VERDICT=%AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT%"
if "%VERDICT%"=="refused" goto refused_signature
set "UNTIL=%AERO_MEDIA_DRIVER_UNTIL%"
if defined UNTIL call :check_until
if not "%CODE%"=="0" exit /b 0
set "MISSING="
rem Windows 7 and its server know SHA-2 by updates; newer ones know it as they were released.
if "%WINDOWS_VERSION%"=="6.1" if defined AERO_MEDIA_DRIVER_UPDATES for %%U in (%AERO_MEDIA_DRIVER_UPDATES%) do (
  set "UPDATE=%%U"
  call :look_for_update
)
if defined MISSING set "LINE=Without these updates Windows refuses the signature of the storage driver:%MISSING%"
if defined MISSING call :say
if defined MISSING if not defined ASSUME_UPDATES (
  call :say "Install them, in this order, restart Windows, and run setup.cmd again."
  call :say "If a rollup has brought what they hold, give /assume-updates."
  goto refuse_storage
)
if defined MISSING call :say "WARNING: going on as if they were there, as /assume-updates says."
if "%VERDICT%"=="accepted" exit /b 0
if "%VERDICT%"=="test-signing" goto check_test_signing
set "LINE=WARNING: it is not documented whether %MEDIA_NAME% loads the storage driver on this media."
call :say
call :say "If it does not, Windows does not start any more, from the present disk either."
if defined TRY_UNPROVEN exit /b 0
call :say "Try it on a copy of this virtual machine: /try-unproven goes on."
goto refuse_storage
:check_test_signing
if "%POLICY%"=="test" exit /b 0
call :look_for_test_signing
if defined TEST_SIGNING exit /b 0
call :say "The storage driver is test-signed, and test signing mode is off."
call :say "Use media with the signing policy test, or switch it on: bcdedit /set testsigning on"
goto refuse_storage
:refused_signature
set "LINE=%MEDIA_NAME% refuses the signature of the storage driver on this media, with all of its updates."
if defined SECURE_BOOT set "LINE=Where Secure Boot is on, %MEDIA_NAME% refuses the signature of the storage driver on this media."
call :say
set "OTHERWISE=%AERO_MEDIA_DRIVER_VERDICT%"
if "%OTHERWISE%"=="accepted" call :say "Where it is off, Windows accepts it: switch it off in the firmware of the virtual machine, or"
if "%OTHERWISE%"=="test-signing" call :say "Where it is off, Windows accepts it in test signing mode."
call :say "Use media whose drivers are signed, as those of virtio-win are (signing policy production)."
:refuse_storage
call :say "Nothing was changed. With /skipstorage the other drivers are installed."
set "CODE=6"
exit /b 0

:check_until
rem A signature without a timestamp ends with its certificates; UNTIL is its last day, as YYYYMMDD.
call :read_today
set "DAY=%UNTIL:~0,4%-%UNTIL:~4,2%-%UNTIL:~6,2%"
set "LINE=WARNING: the signature of the storage driver has no timestamp. Windows accepts it until %DAY%."
call :say
if not defined TODAY call :say "WARNING: Windows does not tell today's date." & set "VERDICT=may-be-refused" & exit /b 0
if not "%TODAY%" GTR "%UNTIL%" exit /b 0
set "LINE=It is %TODAY:~0,4%-%TODAY:~4,2%-%TODAY:~6,2% by the clock of this computer: correct that if it is wrong, or use newer media."
call :say
goto refuse_storage

:read_today
rem TODAY becomes the date as YYYYMMDD, or undefined. %%DATE%% has it in the form of the user's country; WMI
rem has one form: LocalDateTime=20390131235959.000000+060. Where wmic is not there, as on Windows 11 24H2,
rem PowerShell writes 20390131.
set "TODAY="
set "TXT="
for /f "tokens=2 delims==." %%D in ('^"%WMIC% os get LocalDateTime /value 2^>nul ^<nul^"') do set "TXT=%%D"
if not defined TXT for /f "delims=" %%D in ('^"%POWERSHELL% -NoProfile -NonInteractive -Command "[DateTime]::Now.ToString('yyyyMMdd',[Globalization.CultureInfo]::InvariantCulture)" 2^>nul ^<nul^"') do set "TXT=%%D"
call :prove_hexadecimal
if not defined PROVEN exit /b 0
if "%TXT:~7,1%"=="" exit /b 0
set "TODAY=%TXT:~0,8%"
exit /b 0

:look_for_update
rem Adds UPDATE to MISSING unless a package of it (Package_for_KB..., Package_2_for_KB...) is installed
rem (0x70), permanent (0x80) or superseded by a newer one (0x50): "CBS Servicing States Chart", Microsoft.
set "INSTALLED="
for /f "delims=" %%K in ('^"%REG% query "%PACKAGES_KEY%" 2^>nul ^| %FIND% "_for_%UPDATE%"^"') do (
  set "TXT=%%~nxK"
  call :look_at_package
)
if not defined INSTALLED set "MISSING=%MISSING% %UPDATE%"
exit /b 0

:look_at_package
call :prove
if not defined PROVEN exit /b 0
set "PACKAGE=%TXT%"
call :read_registry "%PACKAGES_KEY%\%PACKAGE%" CurrentState
for %%S in (0x50 0x70 0x80) do if "%DATA%"=="%%S" set "INSTALLED=1"
exit /b 0

:visit_critical_devices
rem Calls the subroutine of STEP for each id of a storage driver: those of its INF, and those of the contract.
for %%H in (%AERO_MEDIA_SERVICE_HWIDS%) do (
  set "HWID=%%~H"
  call :critical_device_%STEP%
)
if /i "%AERO_MEDIA_SERVICE%"=="%AERO_VIRTIO_BLK_SERVICE%" for %%H in (%AERO_VIRTIO_BLK_HWIDS%) do (
  set "HWID=%%~H"
  call :critical_device_%STEP%
)
if /i "%AERO_MEDIA_SERVICE%"=="%AERO_VIRTIO_SCSI_SERVICE%" for %%H in (%AERO_VIRTIO_SCSI_HWIDS%) do (
  set "HWID=%%~H"
  call :critical_device_%STEP%
)
exit /b 0

:critical_device_check
rem Windows may have another boot driver for HWID, whose place is not taken unasked.
call :read_registry "%CRITICAL_KEY%\%HWID:\=#%" Service
if not defined DATA exit /b 0
if /i "%DATA%"=="%AERO_MEDIA_SERVICE%" exit /b 0
rem What is no plain name could not be written down, to be put back.
for /f "delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-." %%N in ("%DATA%") do set "DATA=?"
set "LINE=Windows has %HWID% with the boot driver '%DATA%'."
call :say
if defined REPLACE_DRIVER if not "%DATA%"=="?" call :say "WARNING: this driver takes its place, as the options say." & exit /b 0
call :say "Nothing was changed. Uninstall that driver first, or give /replace-driver to put this one in its place."
set "CODE=3"
exit /b 0

:check_files
rem Compares the files of the media with the list in manifest.json, which has a property a line.
set "LISTED=0"
set "DIFFERENT=0"
set "UNCHECKED=0"
set "IN_FILES="
set "FILE="
for /f "usebackq tokens=1-3,* delims=:, " %%A in ("manifest.json") do (
  if %%A=="files" set "IN_FILES=1"
  set "LEFT="
  set "TXT=%%~B"
  set "TXT2=%%C"
  if %%A=="path" call :take_listed_path
  if defined LEFT echo Left to verify.cmd: %%B %%C %%D
  if %%A=="sha256" call :take_listed_hash
)
if "%LISTED%"=="0" call :say "manifest.json lists no file." & set "CODE=3" & exit /b 0
set "LINE=Files: %LISTED% listed, %DIFFERENT% missing or different."
call :say
if not "%UNCHECKED%"=="0" set "LINE=%UNCHECKED% of them have names that only verify.cmd can look for: see above."
if not "%UNCHECKED%"=="0" call :say
if not "%DIFFERENT%"=="0" (
  call :say "Copy or mount the media again: it is damaged, or was changed."
  set "CODE=3"
  exit /b 0
)
call :say "All checks passed. Nothing was changed."
exit /b 0

:take_listed_path
set "FILE="
if not defined IN_FILES exit /b 0
set /a LISTED+=1
rem A name with a space or a comma is in several parts.
set "PROVEN="
if not defined TXT2 call :prove
if not defined PROVEN set "LEFT=1"
if not defined PROVEN set /a UNCHECKED+=1
if not defined PROVEN exit /b 0
set "FILE=%TXT:/=\%"
if exist "%FILE%" exit /b 0
set "LINE=Missing: %FILE%"
set "FILE="
call :say
set /a DIFFERENT+=1
exit /b 0

:take_listed_hash
if not defined FILE exit /b 0
call :prove
if not defined PROVEN exit /b 0
set "EXPECTED=%TXT%"
call :hash_file
if /i "%HASH%"=="%EXPECTED%" set "FILE=" & exit /b 0
set "LINE=Different: %FILE%"
set "FILE="
call :say
set /a DIFFERENT+=1
exit /b 0

:confirm
if not "%POLICY%"=="test" goto confirm_install
call :say "The drivers on this media are test-signed. Setup is going to:"
call :say "- trust the certificates in the folder certs, for all users of this computer"
if not "%ARCH%"=="x86" call :say "- switch Windows test signing mode on (bcdedit /set testsigning on)"
if not defined QUIET goto confirm_ask
if defined ALLOW_TEST_SIGNING goto confirm_ask
call :say "Nothing was changed: with /quiet that takes /allow-test-signing."
set "CODE=3"
exit /b 0
:confirm_install
call :say "Certificates and boot configuration stay as they are: this media's drivers do not ask for a change."
:confirm_ask
if defined TRUSTPUBLISHER call :say "Windows is going to trust the publishers of the drivers (certs\publishers)."
if defined FORCE exit /b 0
if defined QUIET exit /b 0
call :ask "Install the drivers now?"
if defined YES exit /b 0
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

rem ---------------------------------------------------------------------------------------------
rem The steps. Each sets CODE where setup has to stop.

:open_folder
if not exist "%WORK%" goto make_folder
rem Whoever was let in since may have to leave. The folder comes last and is not reset, since it
rem would inherit from the root of the drive for a moment, where others may write.
%ICACLS% "%WORK%\*" /setowner *S-1-5-32-544 /t /c /l /q >nul 2>&1
%ICACLS% "%WORK%\*" /reset /t /c /l /q >nul 2>&1
set "FOLDER=%WORK%"
call :protect_folder
if defined PROTECTED exit /b 0
goto refuse_folder
:make_folder
rem It is made where only administrators may write, and moved when it is protected: in the root of
rem the drive others could open it before. MOVE would put it into a folder that is there by now.
set "FOLDER=%SystemRoot%\AeroGuestTools.new"
if exist "%FOLDER%\" rmdir "%FOLDER%"
mkdir "%FOLDER%"
call :protect_folder
if defined PROTECTED move "%FOLDER%" "%WORK%" >nul 2>&1
if exist "%FOLDER%\" rmdir "%FOLDER%" & goto refuse_folder
if not defined PROTECTED goto refuse_folder
if exist "%WORK%\AeroGuestTools.new" goto refuse_folder
%FSUTIL% objectid create "%WORK%" >nul 2>&1
call :read_folder_id
%REG% delete "%MARK_KEY%" /f >nul 2>&1
%REG% add "%MARK_KEY%" /v "%FOLDER_ID%" /t REG_SZ /d "%WORK%" /f >nul 2>&1
if errorlevel 1 goto refuse_folder
exit /b 0

:open_log
set "LOG=%WORK%\setup.log"
>>"%LOG%" echo.
>>"%LOG%" echo Aero Guest Tools setup, started %DATE% %TIME%
>>"%LOG%" echo Media: "%CD%", version "%AERO_MEDIA_VERSION%", build "%AERO_MEDIA_BUILD%"
>>"%LOG%" echo Windows "%WINDOWS_VERSION%" build "%WINDOWS_BUILD%", %ARCH%, signing policy %POLICY%
exit /b 0

:import_certificates
if not "%POLICY%"=="test" exit /b 0
set "CERTIFICATES=0"
for %%C in (certs\*.cer certs\*.crt certs\*.p7b) do (
  set "CERTIFICATE=%%C"
  call :import_certificate Root
  call :import_certificate TrustedPublisher
)
if not "%CERTIFICATES%"=="0" exit /b 0
call :say "The signing policy is test, but the folder certs holds no certificate that could be imported."
set "CODE=1"
exit /b 0

:trust_publishers
rem TrustedPublisher only: a publisher is trusted where its certificate leads to a root that Windows
rem trusts anyhow, and then Windows does not ask about it.
if not defined TRUSTPUBLISHER exit /b 0
set "CERTIFICATES=0"
for %%C in (certs\publishers\*.cer) do (
  set "CERTIFICATE=%%C"
  call :import_certificate TrustedPublisher
)
if not "%CERTIFICATES%"=="0" exit /b 0
call :say "None of the certificates in certs\publishers could be imported."
set "CODE=1"
exit /b 0

:enable_test_signing
if not "%POLICY%"=="test" exit /b 0
rem Without Secure Boot, 32-bit Windows loads kernel drivers whatever their signature is.
if "%ARCH%"=="x86" exit /b 0
call :look_for_test_signing
if defined TEST_SIGNING call :say "Test signing mode is on already." & exit /b 0
set "ITEM=boot testsigning"
call :record
%BCDEDIT% /set {current} testsigning on >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" (
  call :say "bcdedit could not switch test signing mode on; test-signed drivers would not load. See setup.log."
  set "CODE=1"
  exit /b 0
)
call :say "Test signing mode is on from the next start."
set "RESTART_NEEDED=1"
exit /b 0

:stage_drivers
set "PNPUTIL_ADD=-i -a"
set "PNPUTIL_INSTALL="
if defined STAGEONLY set "PNPUTIL_ADD=-a"
if defined ADD_DRIVER set "PNPUTIL_ADD=/add-driver"
if defined ADD_DRIVER if not defined STAGEONLY set "PNPUTIL_INSTALL=/install"
if defined DRIVERS for %%N in (%DRIVERS%) do (
  set "NUMBER=%%N"
  call :stage_driver
)
if "%FAILED_STEPS%"=="0" exit /b 0
if defined FORCE exit /b 0
call :say "Setup stops here; what was added stays (uninstall.cmd takes it back). /force goes on after such a failure."
set "CODE=1"
exit /b 0

:preseed_storage
if defined SKIPSTORAGE exit /b 0
if defined STORAGE_FAILED (
  call :say "The storage driver package could not be added, so Windows is not prepared to start from it."
  set "CODE=1"
  exit /b 0
)
call :show_recovery
for %%N in (%STORAGE%) do (
  set "DRIVER=%%N"
  call :preseed_driver
)
exit /b 0

:preseed_driver
if not "%CODE%"=="0" exit /b 0
call config\media.cmd %ARCH% %DRIVER%
set "SERVICE=%AERO_MEDIA_SERVICE%"
set "STORAGE_SYS=%AERO_MEDIA_SERVICE_BINARY%"
set "DISK=disk of %SERVICE%"
if /i "%SERVICE%"=="%AERO_VIRTIO_BLK_SERVICE%" set "DISK=virtio-blk disk"
if /i "%SERVICE%"=="%AERO_VIRTIO_SCSI_SERVICE%" set "DISK=virtio-scsi disk"
set "ITEM=storage %SERVICE%"
call :record
call :preseed_service
if not "%CODE%"=="0" exit /b 0
call config\media.cmd %ARCH% %DRIVER%
set "STEP=preseed"
set "UNLISTED="
if defined DRIVER_DATABASE call :check_driver_database
if not defined DRIVER_DATABASE call :visit_critical_devices
if not "%CODE%"=="0" exit /b 0
set "RESTART_NEEDED=1"
set "LINE=Windows is prepared to start from a %DISK%."
if not defined UNLISTED goto say
set "LINE=WARNING: Windows does not list the driver of a %DISK% in its DriverDatabase, and may not find it when it starts."
call :say
:advise_trial
call :say "Before you switch the system disk, attach a second, empty disk of that kind, and start Windows with it."
exit /b 0

:check_driver_database
rem From Windows 8 on, Windows looks for the driver of its disk in the DriverDatabase when it starts, and no more
rem in the CriticalDeviceDatabase (virt-v2v of libguestfs). pnputil writes there, for each hardware id, a value
rem with the name of the published INF. UNLISTED is defined where there is none.
set "UNLISTED=1"
set "INF_PATH=%AERO_MEDIA_SERVICE_INF%"
set "FILE=%INF_PATH%"
call :hash_file
set "INF_HASH=%HASH%"
for %%F in ("%INF_PATH%") do set "INF_SIZE=%%~zF"
call :look_for_published
if defined PUBLISHED for %%H in (%AERO_MEDIA_SERVICE_HWIDS%) do (
  set "HWID=%%~H"
  call :look_in_driver_database
)
exit /b 0

:look_in_driver_database
%REG% query "%DATABASE_KEY%\%HWID%" /v "%PUBLISHED%" >nul 2>&1
if not errorlevel 1 set "UNLISTED="
exit /b 0

:show_recovery
rem README.md has the same, with more words.
call :say "The storage driver is going to be loaded at every start. If Windows starts from no disk after that:"
call :say "  1. Start from the installation disc of Windows: Repair your computer, Command Prompt."
call :say "  2. With D: for the drive of Windows:  reg load HKLM\GUEST D:\Windows\System32\config\SYSTEM"
for %%N in (%STORAGE%) do (
  set "DRIVER=%%N"
  call :show_recovery_of_driver
)
call :say "  4. reg unload HKLM\GUEST, attach the disk to its old controller, and restart."
if "%POLICY%"=="test" call :say "     For drivers that are test-signed try this first: bcdedit /set {default} testsigning on"
exit /b 0

:show_recovery_of_driver
call config\media.cmd %ARCH% %DRIVER%
set "LINE=  3. reg add HKLM\GUEST\ControlSet001\Services\%AERO_MEDIA_SERVICE% /v Start /t REG_DWORD /d 4 /f"
goto say

:summarize
if not "%FAILED_STEPS%"=="0" (
  set "LINE=Done, but %FAILED_STEPS% step(s) failed: see %LOG%"
  call :say
  set "CODE=1"
  exit /b 0
)
call :say "Done."
if not defined RESTART_NEEDED exit /b 0
set "CODE=3010"
call :say "Next: shut Windows down, switch the virtual machine to its virtio devices, start it, run verify.cmd."
if defined NOREBOOT exit /b 0
if defined FORCE exit /b 0
if defined QUIET exit /b 0
call :ask "Shut Windows down now?"
if defined YES %SHUTDOWN% /s /t 0
exit /b 0

rem ---------------------------------------------------------------------------------------------
rem What the steps use.

:check_folder
rem FOLDER_IS_OURS is defined if WORK is the folder that setup.cmd has made: not a link, for which
rem fsutil ends with 0, and marked in the registry, where only administrators may write. The mark
rem is a value with the folder's object id for its name: another folder at the same place, made
rem after this one was deleted, has another id.
set "FOLDER_IS_OURS="
%FSUTIL% reparsepoint query "%WORK%" >nul 2>&1
if "%ERRORLEVEL%"=="0" exit /b 0
call :read_folder_id
%REG% query "%MARK_KEY%" /v "%FOLDER_ID%" >nul 2>&1
if not errorlevel 1 set "FOLDER_IS_OURS=1"
exit /b 0

:read_folder_id
rem FOLDER_ID becomes the object id of WORK: 32 hexadecimal digits after the first colon that fsutil
rem writes. Where there is none, the mark has a name that is no object id.
set "FOLDER_ID=none"
set "TXT="
for /f "tokens=1,* delims=:" %%A in ('^"%FSUTIL% objectid query "%WORK%" 2^>nul^"') do if not defined TXT set "TXT=%%B"
call :prove_hexadecimal
if not defined PROVEN exit /b 0
set "FOLDER_ID=%TXT: =%"
exit /b 0

:protect_folder
rem PROTECTED is defined if FOLDER is the administrators' now, and only they may write there
rem (S-1-5-18 is SYSTEM, S-1-5-32-544 Administrators, S-1-5-32-545 Users).
set "PROTECTED="
%ICACLS% "%FOLDER%" /setowner *S-1-5-32-544 /q >nul 2>&1
if not "%ERRORLEVEL%"=="0" exit /b 0
%ICACLS% "%FOLDER%" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX /q >nul 2>&1
if "%ERRORLEVEL%"=="0" set "PROTECTED=1"
exit /b 0

:look_for_policy
rem Adds %1 to POLICY if the manifest, indented or compact, names it; two of them make no known one.
set "NAMED="
%FIND% """signing_policy"": ""%1""" manifest.json >nul 2>&1
if not errorlevel 1 set "NAMED=1"
%FIND% """signing_policy"":""%1""" manifest.json >nul 2>&1
if not errorlevel 1 set "NAMED=1"
if defined NAMED set "POLICY=%POLICY%%1"
exit /b 0

:import_certificate
rem CERTIFICATE to the store %1. A store's certificates are registry keys named by thumbprint. That of
rem a certificate in DER is the SHA-1 of the file, so that it can be written down before; of other
rem forms, those that appear were added here.
set "STORE=%1"
set "LINE=Importing %CERTIFICATE% into the store %STORE%"
call :say
%REG% query "%STORES_KEY%\%STORE%\Certificates" >"%WORK%\certificates-before.txt" 2>nul
set "FILE=%CERTIFICATE%"
set "ALGORITHM=SHA1"
call :hash_file
set "TXT=%HASH%"
call :record_certificate
%CERTUTIL% -addstore -f %STORE% "%CERTIFICATE%" >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" (
  call :say "certutil could not import it. See setup.log."
  set /a FAILED_STEPS+=1
  exit /b 0
)
set /a CERTIFICATES+=1
%REG% query "%STORES_KEY%\%STORE%\Certificates" >"%WORK%\certificates-after.txt" 2>nul
for /f "usebackq delims=" %%K in ("%WORK%\certificates-after.txt") do (
  set "TXT=%%~nxK"
  call :record_certificate
)
exit /b 0

:record_certificate
rem Records TXT, if it is a SHA-1 thumbprint, for STORE, unless it was there before.
if not defined TXT exit /b 0
call :prove_hexadecimal
if not defined PROVEN exit /b 0
set "THUMBPRINT=%TXT%"
if "%THUMBPRINT:~39,1%"=="" exit /b 0
if not "%THUMBPRINT:~40,1%"=="" exit /b 0
for /f "usebackq delims=" %%K in ("%WORK%\certificates-before.txt") do if /i "%%~nxK"=="%THUMBPRINT%" exit /b 0
set "ITEM=certificate %STORE% %THUMBPRINT%"
goto record

:look_for_test_signing
rem Windows puts the load options of this start into SystemStartOptions.
set "TEST_SIGNING="
%REG% query "%CONTROL_KEY%" /v SystemStartOptions 2>nul | %FIND% "TESTSIGNING" >nul
if not errorlevel 1 set "TEST_SIGNING=1"
exit /b 0

:stage_driver
call config\media.cmd %ARCH% %NUMBER%
for %%I in (%AERO_MEDIA_DRIVER_INFS%) do (
  set "INF=%%~fI"
  set "INF_NAME=%%~nxI"
  set "INF_PATH=%%~I"
  call :stage_inf
)
exit /b 0

:stage_inf
rem The driver store keeps a copy of the INF, byte by byte, as oem<number>.inf in the folder INF of
rem Windows: by that it is known, and not by what pnputil says, which may be of any other.
set "LINE=Adding driver package %INF%"
call :say
set "FILE=%INF_PATH%"
call :hash_file
set "INF_HASH=%HASH%"
if not defined INF_HASH (
  set "LINE=FAILED: certutil could not read %INF_NAME%."
  call :say
  goto stage_failed
)
for %%F in ("%INF_PATH%") do set "INF_SIZE=%%~zF"
call :look_for_published
rem A package that was there before this setup is not uninstall.cmd's to remove.
set "PACKAGE_SERVICE="
if defined AERO_MEDIA_SERVICE set "PACKAGE_SERVICE= %AERO_MEDIA_SERVICE%"
set "ITEM=package %INF_HASH%%PACKAGE_SERVICE%"
if not defined PUBLISHED call :record
%PNPUTIL% %PNPUTIL_ADD% "%INF%" %PNPUTIL_INSTALL% >"%WORK%\pnputil.txt" 2>&1
set "STATUS=%ERRORLEVEL%"
type "%WORK%\pnputil.txt" >>"%LOG%"
>>"%LOG%" echo pnputil exit code %STATUS%
if not defined PUBLISHED call :look_for_published
if not defined PUBLISHED (
  set "LINE=FAILED: pnputil did not add %INF_NAME% (exit code %STATUS%). See setup.log."
  call :say
  goto stage_failed
)
set "LINE=%INF_NAME% is published as %PUBLISHED%"
call :say
rem 259 (no more items) says that no device for this driver is attached yet.
if "%STATUS%"=="0" exit /b 0
if "%STATUS%"=="259" exit /b 0
set "RESTART_NEEDED=1"
if "%STATUS%"=="3010" exit /b 0
set "LINE=WARNING: the package was added, but Windows did not install it on its device (exit code %STATUS%)."
call :say
exit /b 0
:stage_failed
set /a FAILED_STEPS+=1
if defined AERO_MEDIA_DRIVER_STORAGE set "STORAGE_FAILED=1"
exit /b 0

:look_for_published
rem PUBLISHED becomes the name of the oem<number>.inf with INF_SIZE bytes and INF_HASH, or undefined.
set "PUBLISHED="
pushd "%SystemRoot%\INF"
for %%P in (oem*.inf) do (
  set "CANDIDATE=%%~nxP"
  set "SIZE=%%~zP"
  call :look_at_published
)
popd
exit /b 0

:look_at_published
if defined PUBLISHED exit /b 0
if not "%SIZE%"=="%INF_SIZE%" exit /b 0
set "FILE=%SystemRoot%\INF\%CANDIDATE%"
call :hash_file
if /i "%HASH%"=="%INF_HASH%" set "PUBLISHED=%CANDIDATE%"
exit /b 0

:preseed_service
rem The file comes first and Start last: a boot-start service without its file would keep Windows
rem from starting.
set "KEY=%SERVICES_KEY%\%SERVICE%"
call :read_registry "%KEY%" Start
if not defined DATA goto create_service
set "ITEM=service %SERVICE%"
call :look_for_record
if defined RECORDED goto update_service
rem Plug and Play, or somebody else, made this service: it is only looked at.
set "LINE=Service %SERVICE% is there already and stays as it is."
call :say
if not "%DATA%"=="0x0" (
  set "LINE=But its Start value is %DATA% and not 0x0, so Windows would not load it at boot. Remove the service or set Start to 0."
  call :say
  set "CODE=1"
  exit /b 0
)
call :check_start_override
if exist "%SYS%\drivers\%STORAGE_SYS%" exit /b 0
goto copy_driver_file
:update_service
call :read_registry "%KEY%\Enum" Count
if defined DATA if not "%DATA%"=="0x0" call :say "The storage driver is in use; its service stays as it is." & exit /b 0
:create_service
call :copy_driver_file
if not "%CODE%"=="0" exit /b 0
set "ITEM=service %SERVICE%"
call :record
call :add_value "%KEY%" Type REG_DWORD %AERO_MEDIA_SERVICE_TYPE%
call :add_value "%KEY%" ErrorControl REG_DWORD %AERO_MEDIA_SERVICE_ERROR_CONTROL%
call :add_value "%KEY%" Tag REG_DWORD 33
if defined AERO_MEDIA_SERVICE_GROUP call :add_value "%KEY%" Group REG_SZ "%AERO_MEDIA_SERVICE_GROUP%"
call :add_value "%KEY%" ImagePath REG_EXPAND_SZ "system32\drivers\%STORAGE_SYS%"
if defined AERO_MEDIA_SERVICE_VALUES for %%N in (%AERO_MEDIA_SERVICE_VALUES%) do (
  set "NUMBER=%%N"
  call :preseed_value
)
if not "%CODE%"=="0" exit /b 0
call :add_value "%KEY%" Start REG_DWORD %AERO_MEDIA_SERVICE_START%
exit /b 0

:preseed_value
rem A value that the INF adds below the service.
call config\media.cmd %ARCH% %DRIVER% %NUMBER%
set "VALUE_KEY=%KEY%"
if defined AERO_MEDIA_VALUE_KEY set "VALUE_KEY=%KEY%\%AERO_MEDIA_VALUE_KEY%"
set "VALUE_NAME=%AERO_MEDIA_VALUE_NAME%"
set "VALUE_DATA=%AERO_MEDIA_VALUE_DATA%"
if defined VALUE_NAME call :add_value "%VALUE_KEY%" "%VALUE_NAME%" %AERO_MEDIA_VALUE_TYPE% "%VALUE_DATA%" & exit /b 0
%REG% add "%VALUE_KEY%" /ve /t %AERO_MEDIA_VALUE_TYPE% /d "%VALUE_DATA%" /f >>"%LOG%" 2>&1
if not errorlevel 1 exit /b 0
set "LINE=Could not write the default value of %VALUE_KEY%"
call :say
set "CODE=1"
exit /b 0

:check_start_override
rem Windows 8 and newer write this for a driver that they did not need at a start. That such a driver is not
rem loaded at boot is reported, and not documented.
call :read_registry "%KEY%\StartOverride" 0
if not "%DATA%"=="0x3" exit /b 0
set "LINE=WARNING: %KEY%\StartOverride has a value 0 of 0x3: Windows may not load the driver when it starts."
call :say
goto advise_trial

:copy_driver_file
set "TARGET=%SYS%\drivers\%STORAGE_SYS%"
set "SOURCE=%AERO_MEDIA_SERVICE_SOURCE%"
if defined AERO_MEDIA_SERVICE_COMPRESSED call :expand_source
if not defined SOURCE goto copy_failed
set "FILE=%SOURCE%"
call :hash_file
set "SOURCE_HASH=%HASH%"
if not exist "%TARGET%" goto record_driver_file
set "FILE=%TARGET%"
call :hash_file
if defined HASH if "%HASH%"=="%SOURCE_HASH%" exit /b 0
set "ITEM=driver-file %STORAGE_SYS% %HASH%"
call :look_for_record
if defined RECORDED goto record_driver_file
rem A file of somebody else is put back by uninstall.cmd.
set "ITEM=replaced-file %STORAGE_SYS%"
call :record
if not exist "%WORK%\%STORAGE_SYS%.replaced" copy /y /b "%TARGET%" "%WORK%\%STORAGE_SYS%.replaced" >nul
if not exist "%WORK%\%STORAGE_SYS%.replaced" goto copy_failed
:record_driver_file
set "ITEM=driver-file %STORAGE_SYS% %SOURCE_HASH%"
call :record
if exist "%TARGET%" %ATTRIB% -r "%TARGET%"
copy /y /b "%SOURCE%" "%TARGET%" >nul
if errorlevel 1 goto copy_failed
rem A file from a CD is read-only; the next driver version has to be able to replace it.
%ATTRIB% -r "%TARGET%"
exit /b 0
:expand_source
rem SOURCE becomes the file that is stored compressed in it (viostor.sy_), or undefined.
if exist "%WORK%\expanded.sys" del /f "%WORK%\expanded.sys"
%EXPAND% "%SOURCE%" "%WORK%\expanded.sys" >>"%LOG%" 2>&1
set "SOURCE="
if exist "%WORK%\expanded.sys" set "SOURCE=%WORK%\expanded.sys"
exit /b 0
:copy_failed
set "LINE=Could not copy %STORAGE_SYS% to %SYS%\drivers."
call :say
set "CODE=1"
exit /b 0

:critical_device_preseed
rem HWID to a key of the CriticalDeviceDatabase, in which "#" stands for "\". What stands there of
rem another driver is written down, to be put back.
set "ID=%HWID:\=#%"
set "KEY=%CRITICAL_KEY%\%ID%"
call :read_registry "%KEY%" Service
if not defined DATA goto add_critical_device
if /i "%DATA%"=="%SERVICE%" exit /b 0
set "OLD_SERVICE=%DATA%"
call :read_registry "%KEY%" ClassGUID
if not defined DATA set "DATA=-"
for /f "delims=0123456789ABCDEFabcdef{}-" %%N in ("%DATA%") do set "DATA=-"
set "ITEM=replaced-device %ID% %OLD_SERVICE% %DATA%"
call :record
:add_critical_device
set "ITEM=critical-device %ID% %SERVICE%"
call :record
call :add_value "%KEY%" ClassGUID REG_SZ "%AERO_MEDIA_SERVICE_CLASS%"
call :add_value "%KEY%" Service REG_SZ "%SERVICE%"
exit /b 0

:add_value
rem KEY NAME TYPE DATA
%REG% add %1 /v %2 /t %3 /d %4 /f >>"%LOG%" 2>&1
if not errorlevel 1 exit /b 0
set "LINE=Could not write the registry value %~2 of %~1"
call :say
set "CODE=1"
exit /b 0

:read_architecture
rem ARCH becomes the architecture of Windows, or stays undefined. Windows for ARM64 tells programs for x64 another
rem one, theirs ("WOW64 Implementation Details"); the registry has its own.
call :read_registry "%CONTROL_KEY%\Session Manager\Environment" PROCESSOR_ARCHITECTURE
if /i "%DATA%"=="ARM64" set "MACHINE=ARM64"
if /i "%MACHINE%"=="AMD64" set "ARCH=amd64"
if /i "%MACHINE%"=="ARM64" set "ARCH=arm64"
if /i "%MACHINE%"=="x86" set "ARCH=x86"
exit /b 0

:read_windows
rem WINDOWS becomes the id that the packager has for this Windows, or undefined. DRIVER_DATABASE is defined from
rem Windows 8 on, ADD_DRIVER from Windows 10 1607 on, which brought "pnputil /add-driver". CurrentVersion is 6.3
rem on Windows 10 and newer, which have CurrentMajorVersionNumber besides.
set "VERSION_KEY=HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
call :read_registry "%VERSION_KEY%" CurrentBuildNumber
set "WINDOWS_BUILD=%DATA%"
call :read_registry "%VERSION_KEY%" CurrentVersion
set "WINDOWS_VERSION=%DATA%"
call :read_registry "%VERSION_KEY%" CurrentMajorVersionNumber
if "%DATA%"=="0xa" set "WINDOWS_VERSION=10.0"
for %%V in (6.2 6.3 10.0) do if "%WINDOWS_VERSION%"=="%%V" set "DRIVER_DATABASE=1"
call :read_registry "%CONTROL_KEY%\ProductOptions" ProductType
set "SERVER="
for %%P in (ServerNT LanmanNT) do if /i "%DATA%"=="%%P" set "SERVER=1"
if "%WINDOWS_VERSION%"=="10.0" goto read_windows_10
set "RELEASE=%WINDOWS_VERSION%.%WINDOWS_BUILD%"
if "%RELEASE%"=="6.1.7601" set "WINDOWS=w7"
if "%RELEASE%"=="6.2.9200" set "WINDOWS=w8"
if "%RELEASE%"=="6.3.9600" set "WINDOWS=w8.1"
if not defined SERVER exit /b 0
if "%RELEASE%"=="6.1.7601" set "WINDOWS=2k8R2"
if "%RELEASE%"=="6.2.9200" set "WINDOWS=2k12"
if "%RELEASE%"=="6.3.9600" set "WINDOWS=2k12R2"
exit /b 0
:read_windows_10
rem A build between two releases is of the older one. Unquoted, IF compares numbers.
if not defined WINDOWS_BUILD exit /b 0
for /f "delims=0123456789" %%N in ("%WINDOWS_BUILD%") do exit /b 0
if %WINDOWS_BUILD% GEQ 14393 set "ADD_DRIVER=1"
set "WINDOWS=w10"
if %WINDOWS_BUILD% GEQ 22000 set "WINDOWS=w11"
if not defined SERVER exit /b 0
set "WINDOWS=2k16"
if %WINDOWS_BUILD% GEQ 17763 set "WINDOWS=2k19"
if %WINDOWS_BUILD% GEQ 20348 set "WINDOWS=2k22"
if %WINDOWS_BUILD% GEQ 26100 set "WINDOWS=2k25"
exit /b 0

:read_registry
rem KEY NAME: DATA becomes the value's data, "?" if it holds unusual characters, or undefined.
set "DATA="
set "TXT="
for /f "tokens=1,2,*" %%A in ('^"%REG% query %1 /v %2 2^>nul^"') do if /i "%%A"=="%~2" set "TXT=%%C"
if not defined TXT exit /b 0
set "DATA=?"
call :prove
if not defined PROVEN exit /b 0
set "DATA=%TXT%"
exit /b 0

:hash_file
rem HASH becomes the hash of FILE (ALGORITHM, or SHA256), or undefined. certutil writes it in a line of
rem its own, with spaces between the bytes; its other lines are words.
set "HASH="
if not defined ALGORITHM set "ALGORITHM=SHA256"
for /f "delims=" %%H in ('^"%CERTUTIL% -hashfile "%FILE%" %ALGORITHM% 2^>nul^"') do (
  set "TXT=%%H"
  call :take_hash
)
set "ALGORITHM="
exit /b 0

:take_hash
if defined HASH exit /b 0
call :prove_hexadecimal
if not defined PROVEN exit /b 0
set "HASH=%TXT: =%"
exit /b 0

:prove
rem PROVEN is defined if TXT has plain characters only, so that it may be expanded. SET shows it to
rem FOR, which finds something where it has others. The semicolon is plain since FOR would skip the
rem line otherwise.
set "PROVEN="
if not defined TXT exit /b 0
set "PROVEN=1"
for /f "delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.,;:=#&+/\{}~ " %%N in ('set TXT') do set "PROVEN="
exit /b 0

:prove_hexadecimal
rem The same for hexadecimal digits and spaces; no letter of "TXT" is one.
set "PROVEN="
if not defined TXT exit /b 0
set "PROVEN=1"
for /f "tokens=2 delims==0123456789ABCDEFabcdef " %%N in ('set TXT') do set "PROVEN="
exit /b 0

:record
rem Adds the line ITEM to state.txt, once.
call :look_for_record
if defined RECORDED exit /b 0
for /f "delims=" %%L in ("%ITEM%") do >>"%STATE%" echo %%L
exit /b 0

:look_for_record
rem RECORDED is defined if the line ITEM is in state.txt.
set "RECORDED="
if not exist "%STATE%" exit /b 0
for /f "usebackq delims=" %%L in ("%STATE%") do if /i "%%L"=="%ITEM%" set "RECORDED=1"
exit /b 0

:say
rem Shows and logs %1, or LINE where the text holds a path.
if not "%~1"=="" set "LINE=%~1"
for /f "delims=" %%L in ("%LINE%") do (
  echo %%L
  if defined LOG >>"%LOG%" echo %%L
)
exit /b 0

:ask
rem Puts the question %1; YES is defined after an answer that begins with "y".
set "YES="
set "ANSWER="
set /p "ANSWER=%~1 [y/N] "
if defined ANSWER set "ANSWER=%ANSWER:"=%"
if not defined ANSWER exit /b 0
if /i "%ANSWER:~0,1%"=="y" set "YES=1"
exit /b 0

:usage
echo Aero Guest Tools setup for Windows 7 SP1 and newer. Run it as administrator.
echo.
echo   setup.cmd [/quiet] [/check] [/stageonly] [/skipstorage] [/trustpublisher] [/noreboot]
echo             [/allow-test-signing] [/assume-updates] [/force-other-windows]
echo             [/replace-driver] [/try-unproven] [/force]
echo   setup.cmd /?
echo.
echo   /quiet           Ask nothing, never pause, never shut down. Where there is a danger, stop,
echo                    unless an option below allows it.
echo   /check           Make all checks, those of the files on the media too, and change nothing.
echo                    Needs no administrator.
echo   /stageonly       Add the drivers to the driver store only; install them on no device.
echo   /skipstorage     Do not prepare Windows to start from a virtio disk.
echo   /trustpublisher  Trust the publishers of the drivers (store TrustedPublisher), so that
echo                    Windows does not ask about them.
echo   /noreboot        Do not offer to shut Windows down at the end.
echo.
echo   /allow-test-signing   With /quiet: trust test certificates, and switch test signing mode on.
echo   /assume-updates       The updates that the storage driver needs are there in another form.
echo   /force-other-windows  Go on with another Windows than the media are for.
echo   /replace-driver       Take the place of another maker's boot driver for the same disk.
echo   /try-unproven         Start from a storage driver of which nobody knows whether Windows loads it.
echo   /force                All of these but /assume-updates, and go on after a driver package that
echo                         cannot be added. Ask nothing, never pause, never shut down.
echo.
echo   Exit codes: 0 done; 3010 done, shut down or restart Windows; 1 a step failed;
echo   2 unknown option; 3 nothing was changed, since the media or this Windows does not fit, the
echo   folder AeroGuestTools is not setup.cmd's, or the answer was no; 4 nothing was changed, since
echo   there is no storage driver on the media; 5 not run as administrator; 6 nothing was changed,
echo   since this Windows would refuse the storage driver, or any that is test-signed.
goto finish

:finish
if defined LOG >>"%LOG%" echo Exit code %CODE%
for %%F in (certificates-before certificates-after pnputil) do (
  if defined LOG if exist "%WORK%\%%F.txt" del "%WORK%\%%F.txt"
)
if defined LOG if exist "%WORK%\expanded.sys" del /f "%WORK%\expanded.sys"
if not defined FORCE if not defined QUIET call :pause_if_started_by_explorer
if defined MEDIA popd
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:setup.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
